using Cacl.Learning;

namespace Cacl.Samples.Programs;

/// <summary>Says in one line what went wrong.</summary>
public static class FaultMessage
{
    public static string Of(Exception fault)
    {
        while (fault is AggregateException or System.Reflection.TargetInvocationException or TypeInitializationException && fault.InnerException is { } inner)
            fault = inner;
        string message = OneLine(fault is ArgumentException { ParamName: { } name } ? fault.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : fault.Message);
        return fault switch
        {
            IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or TrainingDivergedException or CommunicatorException or NotSupportedException => message,
            DllNotFoundException => $"A native library is missing: {message}",
            _ => $"{fault.GetType().Name}: {message} (CACL_TRACE=1 in the environment shows where it came from)",
        };
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

namespace Cacl.Samples.Programs;

/// <summary>Runs a program's work, and turns what ends it into an exit code and one line.</summary>
public static class ProgramRun
{
    public const int Done = 0, DataFault = 1, UsageFault = 2;

    /// <summary>CACL_TRACE=1 in the environment asks where errors come from.</summary>
    public static bool IsTracing => Environment.GetEnvironmentVariable("CACL_TRACE") == "1";

    /// <summary>Runs the work and returns its exit code, or that of what ended it.</summary>
    /// <param name="name">What lines begin with.</param>
    /// <param name="error">Takes the line.</param>
    /// <param name="work">Gives an exit code.</param>
    public static int Of(string name, TextWriter error, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (UsageException fault)
        {
            error.WriteLine($"{name}: {fault.Message} See {fault.Help ?? "--help"}.");
            return UsageFault;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"{name}: stopped.");
            return Interruption.ExitCode;
        }
        catch (Exception fault)
        {
            error.WriteLine($"{name}: {FaultMessage.Of(fault)}");
            if (IsTracing)
                error.WriteLine(fault);
            return DataFault;
        }
    }
}

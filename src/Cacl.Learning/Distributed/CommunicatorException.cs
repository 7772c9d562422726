namespace Cacl.Learning;

/// <summary>The processes of a job can't be brought together, or one of their calls failed.</summary>
public sealed class CommunicatorException : Exception
{
    /// <summary>An error with what failed, and what to do where that is known.</summary>
    public CommunicatorException(string message)
        : base(message)
    {
    }

    /// <summary>An error with what failed and why.</summary>
    public CommunicatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether every process of the job has found the same fault, with the same message.</summary>
    internal bool IsOfAll { get; init; }
}

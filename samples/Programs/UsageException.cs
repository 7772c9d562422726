namespace Cacl.Samples.Programs;

/// <summary>The command line asks for what can't be; the message says what.</summary>
public sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Which help tells more; null for the program's own --help.</summary>
    public string? Help { get; init; }
}

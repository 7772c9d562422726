namespace Cacl.Demo;

/// <summary>The command line asks for what can't be; the message says what.</summary>
internal sealed class UsageException(string message) : Exception(message);

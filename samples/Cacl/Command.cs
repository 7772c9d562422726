namespace Cacl.Cli;

/// <summary>A command of the program.</summary>
internal abstract class Command
{
    internal abstract string Name { get; }

    /// <summary>What the program's own help says of it.</summary>
    internal abstract string Summary { get; }

    /// <summary>Its help, which is also its grammar: see <see cref="Arguments"/>.</summary>
    internal abstract string Help { get; }

    /// <summary>Whether the processes of a job share its work.</summary>
    internal virtual bool IsShared => false;

    /// <summary>Runs it, and returns the exit code.</summary>
    /// <exception cref="UsageException">The arguments contradict each other, or one is missing.</exception>
    internal abstract int Run(Arguments arguments, Session session);
}

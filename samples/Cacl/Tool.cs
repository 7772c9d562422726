namespace Cacl.Cli;

/// <summary>The program: finds the command and runs it.</summary>
/// <param name="output">Takes results.</param>
/// <param name="error">Takes progress and faults.</param>
/// <param name="isTerminal">Whether progress is a line that is rewritten.</param>
/// <param name="cancellation">Ends the command; what it has done so far is kept.</param>
internal sealed class Tool(TextWriter output, TextWriter error, bool isTerminal, CancellationToken cancellation)
{
    internal static readonly IReadOnlyList<Command> Commands =
        [new TrainCommand(), new EmbedCommand(), new EvaluateCommand(), new SearchCommand(), new ExportCommand(), new InspectCommand()];

    internal static string Help { get; } = $"""
        Learns video encoders without labels, and makes use of them.

        usage: cacl COMMAND [ARGUMENTS]

        {string.Join("\n", Commands.Select(command => $"  {command.Name,-10}{command.Summary}"))}
          help      this text; with a command, that command's

        Results go to standard output, with --json as JSON; progress and faults go to standard error.
        Ctrl-C ends a command and keeps what it has done; pressed again, it ends at once.
        Exit codes: 0 done, 1 a fault of the data, 2 a fault of the command line, 130 Ctrl-C.
        CACL_TRACE=1 in the environment prints where an error came from.
        """;

    /// <summary>Runs a command line and returns its exit code.</summary>
    internal int Run(IReadOnlyList<string> line) => ProgramRun.Of("cacl", error, () =>
    {
        if (line is [] or ["help"] or ["--help" or "-h", ..])
        {
            (line.Count == 0 ? error : output).WriteLine(Help);
            return line.Count == 0 ? ProgramRun.UsageFault : ProgramRun.Done;
        }
        bool isHelp = line[0] == "help";
        Command command = Commands.FirstOrDefault(command => command.Name == line[isHelp ? 1 : 0])
            ?? throw new UsageException($"There is no command {line[isHelp ? 1 : 0]}; there are {string.Join(", ", Commands.Select(command => command.Name))}.");
        try
        {
            var arguments = Arguments.Parse(command.Help, isHelp ? ["--help"] : [.. line.Skip(1)]);
            if (arguments.Has("--help"))
            {
                output.WriteLine(command.Help);
                return ProgramRun.Done;
            }
            var progress = new ProgressLine(error, isTerminal, arguments.Has("--quiet"));
            return command.Run(arguments, new Session(output, progress, cancellation));
        }
        catch (UsageException fault)
        {
            throw new UsageException(fault.Message) { Help = $"cacl {command.Name} --help" };
        }
    });
}

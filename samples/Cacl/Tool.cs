using Cacl.Learning;

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
        using Job job = Job.Join(DeviceOf(line));
        return job.Run("cacl", error, () => Run(line, job));
    });

    private int Run(IReadOnlyList<string> line, Job job)
    {
        TextWriter results = job.IsFirst ? output : TextWriter.Null;
        // Before anything else: processes of different commands would wait for each other without end.
        job.CheckSame([new NamedText("the command", NameOf(line))]);
        if (line is [] or ["help"] or ["--help" or "-h", ..])
        {
            (line.Count == 0 && job.IsFirst ? error : results).WriteLine(Help);
            return line.Count == 0 ? ProgramRun.UsageFault : ProgramRun.Done;
        }
        Command command = job.Agree(() => CommandOf(line));
        try
        {
            Arguments arguments = job.Agree(() => Arguments.Parse(command.Help, line[0] == "help" ? ["--help"] : [.. line.Skip(1)]));
            if (arguments.Has("--help"))
            {
                results.WriteLine(command.Help);
                return ProgramRun.Done;
            }
            if (!job.IsAlone && !command.IsShared)
                job.Agree<int>(() => throw new UsageException($"{job.Size} processes were started, and this command is one process's work: start it without a launcher, or by mpirun -n 1."));
            var progress = new ProgressLine(error, isTerminal, arguments.Has("--quiet"));
            return command.Run(arguments, new Session(results, progress, cancellation, job));
        }
        catch (UsageException fault)
        {
            throw new UsageException(fault.Message) { Help = $"cacl {command.Name} --help" };
        }
    }

    // Training alone exchanges what lies on the device. A line with a fault is told when all processes can be asked.
    private static string? DeviceOf(IReadOnlyList<string> line)
    {
        try
        {
            return line is ["train", ..] ? Arguments.Parse(CommandOf(line).Help, [.. line.Skip(1)]).Device() : null;
        }
        catch (UsageException)
        {
            return null;
        }
    }

    private static string NameOf(IReadOnlyList<string> line) => line.Count == 0 || line[0] == "help" || line.Contains("--help") || line[0] == "-h" ? "help" : line[0];

    private static Command CommandOf(IReadOnlyList<string> line)
    {
        string name = line[0] == "help" ? line[1] : line[0];
        return Commands.FirstOrDefault(command => command.Name == name)
            ?? throw new UsageException($"There is no command {name}; there are {string.Join(", ", Commands.Select(command => command.Name))}.");
    }
}

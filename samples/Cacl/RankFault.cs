namespace Cacl.Cli;

/// <summary>What a process of a job tells the others of its fault.</summary>
/// <param name="ExitCode">What a process alone would end with.</param>
/// <param name="Message">One line.</param>
internal sealed record RankFault(int ExitCode, string Message)
{
    private const int MostNamed = 8;

    internal static RankFault? Of(Exception? fault) => fault switch
    {
        null => null,
        UsageException => new RankFault(ProgramRun.UsageFault, fault.Message),
        OperationCanceledException => new RankFault(Interruption.ExitCode, "stopped"),
        _ => new RankFault(ProgramRun.DataFault, FaultMessage.Of(fault)),
    };

    /// <summary>The one fault that all processes end with.</summary>
    /// <param name="faults">Each process's, in the order of ranks; null where it has none.</param>
    /// <param name="own">This process's own.</param>
    internal static Exception Combined(RankFault?[] faults, Exception? own)
    {
        RankFault[] all = [.. faults.OfType<RankFault>()];
        if (all.All(fault => fault.ExitCode == Interruption.ExitCode))
            return new OperationCanceledException(null, own);
        string message = all.Length == faults.Length && all.Distinct().Count() == 1
            ? all[0].Message
            : string.Join(" ", faults.Index().Where(one => one.Item is not null).GroupBy(one => one.Item!.Message, one => one.Index).Select(group => $"{Ranks([.. group])}: {group.Key}"));
        return all.Any(fault => fault.ExitCode == ProgramRun.UsageFault) ? new UsageException(message) : new InvalidDataException(message, own);
    }

    private static string Ranks(int[] ranks) => ranks.Length == 1
        ? $"rank {ranks[0]}"
        : $"ranks {string.Join(", ", ranks.Take(MostNamed))}{(ranks.Length > MostNamed ? $" and {ranks.Length - MostNamed} more" : "")}";
}

using Cacl.Learning;
using Cacl.Study;

const int DataFault = 1, UsageFault = 2, OutOfTime = 3, Interrupted = 130;

using var interruption = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interruption.Cancel();
};
try
{
    StudyOptions options = StudyOptions.Parse(args);
    if (options.ShowHelp)
    {
        Console.WriteLine(StudyOptions.Help);
        return 0;
    }

    if (options.List)
    {
        foreach ((string title, IReadOnlyList<Variant> variants) in new[] { ("ablations", Variant.Ablations), ("methods", Variant.Methods), ("candidates", Variant.Candidates) })
        {
            Console.WriteLine($"{title}:");
            foreach (Variant variant in variants)
                Console.WriteLine($"  {variant.Name,-20}{variant.What}");
        }

        return 0;
    }

    return new StudyRun(options, Console.Out, interruption.Token).Run() ? 0 : OutOfTime;
}
catch (UsageException fault)
{
    Console.Error.WriteLine($"study: {fault.Message} See --help.");
    return UsageFault;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("study: stopped. The same command goes on from there.");
    return Interrupted;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or NotSupportedException or CheckpointException)
{
    Console.Error.WriteLine($"study: {fault.Message}");
    return DataFault;
}

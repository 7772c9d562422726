using Cacl.Learning;

namespace Cacl.Demo;

/// <summary>Passes each training step on to the console, to metrics.jsonl and to the results.</summary>
internal sealed class StepWatcher(ProgressLine progress, OutputFolder output, Interruption interruption, Results results) : IProgress<TrainingProgress>
{
    // A step ends within a second; what it learned is worth a little more waiting than anything else.
    private static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(10);

    private readonly List<TrainingProgress> history = [];

    public void Report(TrainingProgress value)
    {
        interruption.Patience = StepPatience;
        history.Add(value);
        // A copy, because a run that is stopped reads it from another thread; rare enough not to cost anything.
        if (value.Step % 20 == 0 || value.Step == value.Steps)
            results.History = [.. history];
        output.Begin().Report(value);
        progress.Report(value);
    }
}

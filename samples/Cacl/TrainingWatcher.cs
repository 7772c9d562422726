using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>Passes on what a training run tells: to the progress line, and steps to metrics.jsonl.</summary>
internal sealed class TrainingWatcher(OutputFolder output, ProgressLine progress) : IProgress<TrainingProgress>, IProgress<VideoIndexProgress>, IProgress<string>
{
    public void Report(TrainingProgress value)
    {
        output.Begin().Report(value);
        progress.Report(value);
    }

    public void Report(VideoIndexProgress value) => progress.Count("Examining", value.Done, value.Total);

    public void Report(string value) => progress.Say(value);
}

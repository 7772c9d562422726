using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>Passes on what a training run tells: to the progress line, and steps to metrics.jsonl.</summary>
/// <param name="output">Where metrics.jsonl goes.</param>
/// <param name="progress">Where all else goes.</param>
/// <param name="videos">How many videos the run was given.</param>
internal sealed class TrainingWatcher(OutputFolder output, ProgressLine progress, int videos)
    : IProgress<TrainingProgress>, IProgress<VideoIndexProgress>, IProgress<SkippedVideo>, IProgress<string>
{
    private readonly HashSet<SkippedVideo> leftOut = [];
    private readonly Lock gate = new();
    private bool isLearning;

    public void Report(TrainingProgress value)
    {
        if (!isLearning)
        {
            isLearning = true;
            progress.Say($"Learning from {videos - leftOut.Count} videos");
        }
        output.Begin().Report(value);
        progress.Report(value);
    }

    public void Report(VideoIndexProgress value) => progress.Count("Examining", value.Done, value.Total);

    /// <summary>Names a video that is left out, once.</summary>
    public void Report(SkippedVideo value)
    {
        lock (gate)
        {
            if (leftOut.Add(value))
                progress.Say($"Left out {value.Path}: {value.Reason}");
        }
    }

    public void Report(string value) => progress.Say(value);
}

using Cacl.Clips;
using Cacl.Learning;
using Cacl.Learning.Tests;
using TorchSharp;
using TrainingRank;

// Arguments: name=value, or rank:name=value. What the run leaves goes to out=FILE, with the rank behind it.
// throw=STEP and cancel=STEP say after which step it happens.
torch.set_num_threads(1);
using Communicator job = Communicator.Join();
var settings = new RankSettings(args, job.Rank);
using var cancel = new CancellationTokenSource();
var told = new Teller(settings, cancel);
string? path = settings.Text("out") is { } file ? $"{file}.{job.Rank}" : null;
if (settings.Text("method") == "fine-tune")
{
    FineTune();
    return;
}

PretrainingOptions options = Methods.Of(settings, job) with { Progress = told, CheckpointNotices = told, Cancellation = cancel.Token };
using TrainingResult result = settings.Text("folder-of-videos") is { } folder
    ? new VideoTrainer(options with { IndexFile = settings.Text("index") }).Train([.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Take(settings.Number("videos", 12))])
    : new VideoTrainer(options).Train(MovingClips.Make(settings.Number("videos", 12), options.ClipsRead.Frames), MovingClips.Size);
Console.WriteLine(result.Stopped ? $"stopped after {result.History.Count} steps" : "done");
if (path is not null)
    Outcome.Write(path, result.History, result.Objective.Networks, result.Objective.Queues);

void FineTune()
{
    string[] videos = [.. Directory.EnumerateFiles(settings.Text("folder-of-videos")!).Order(StringComparer.Ordinal)];
    var untrained = (CaclOptions)Methods.Of(new RankSettings(["method=cacl", "steps=0", "sync=0"], 0), Communicator.Single);
    using TrainingResult start = new VideoTrainer(untrained with { ContrastWeight = 0, CycleWeight = 0 }).Train(videos);
    var tuning = (FineTuneOptions)Methods.Common(FineTuneOptions.Small with { Progress = told, Cancellation = cancel.Token }, settings, job);
    VideoEntry[] labelled = [.. videos.Select((video, i) => new VideoEntry(video, i % 2 == 0 ? "even" : "odd"))];
    using FineTuneResult tuned = new FineTuner(tuning).Train(start.Encoder, labelled);
    Console.WriteLine("done");
    if (path is not null)
        Outcome.Write(path, tuned.History, [("encoder", tuned.Classifier.Encoder.Network)], []);
}

internal sealed class Teller(RankSettings settings, CancellationTokenSource cancel) : IProgress<TrainingProgress>, IProgress<string>
{
    private int reported;

    public void Report(TrainingProgress value)
    {
        reported++;
        Console.WriteLine($"step {value.Stage} {value.Step}");
        if (reported == settings.Number("throw", 0))
            throw new InvalidOperationException("thrown by the test");
        if (reported == settings.Number("cancel", 0))
            cancel.Cancel();
    }

    public void Report(string value) => Console.WriteLine(value);
}

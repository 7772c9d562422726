using System.Diagnostics;
using System.Globalization;
using Cacl.Clips;
using Cacl.Learning;
using Cacl.Learning.Tests;
using TorchSharp;
using TrainingRank;

// Arguments: name=value, or rank:name=value. method=A,B learns one after the other; what A leaves goes to out.A.RANK where out=FILE says so.
// throw=STEP, cancel=STEP, kill=STEP and starve=STEP (no more memory is given) say after which step it happens; lose=STEP:FILE deletes a file
// of the folder that cd=FOLDER made the current one.
torch.set_num_threads(1);
using Communicator job = Communicator.Join();
var settings = new RankSettings(args, job.Rank);
Directory.SetCurrentDirectory(settings.Text("cd") ?? ".");
foreach (string method in (settings.Text("method") ?? "cacl").Split(','))
    Learn(method);

void Learn(string method)
{
    using var cancel = new CancellationTokenSource();
    var told = new Teller(settings, cancel);
    switch (method)
    {
        case "fine-tune":
            FineTune(told);
            break;
        case "parted-weights":
            Part();
            break;
        default:
            Pretrain(Methods.Of(method, settings, job) with { Progress = told, CheckpointNotices = told, Cancellation = cancel.Token });
            break;
    }

    void Pretrain(PretrainingOptions options)
    {
        using TrainingResult result = settings.Text("folder-of-videos") is not null
            ? new VideoTrainer(options with { IndexFile = settings.Text("index") }).Train(Videos())
            : new VideoTrainer(options).Train(MovingClips.Make(settings.Number("videos", 12), options.ClipsRead.Frames), MovingClips.Size);
        Console.WriteLine($"learned from {result.Encoder.Settings.TrainingVideos} videos{string.Concat(result.Skipped.Select(video => $", not {Path.GetFileName(video.Path)}"))}");
        Console.WriteLine(result.Stopped ? $"stopped after {result.History.Count} steps" : $"done {method}");
        Write(result.History, result.Objective.Networks, result.Objective.Queues);
    }

    void FineTune(Teller teller)
    {
        var untrained = (CaclOptions)Methods.Of("cacl", new RankSettings(["steps=0", "sync=0"], 0), Communicator.Single);
        using TrainingResult start = new VideoTrainer(untrained with { ContrastWeight = 0, CycleWeight = 0 }).Train(Videos());
        var tuning = (FineTuneOptions)Methods.Common(FineTuneOptions.Small with { Progress = teller }, settings, job);
        VideoEntry[] labelled = [.. Videos().Select((video, i) => new VideoEntry(video, i % 2 == 0 ? "even" : "odd"))];
        using FineTuneResult tuned = new FineTuner(tuning).Train(start.Encoder, labelled);
        Console.WriteLine("done fine-tune");
        Write(tuned.History, [("encoder", tuned.Classifier.Encoder.Network)], []);
    }

    void Write(IEnumerable<TrainingProgress> history, IEnumerable<(string, torch.nn.Module)> networks, IEnumerable<(string, KeyQueue)> queues)
    {
        if (settings.Text("out") is { } file)
            Outcome.Write($"{file}.{method}.{job.Rank}", history, networks, queues);
    }
}

string[] Videos() => [.. Directory.EnumerateFiles(settings.Text("folder-of-videos")!, "*.avi").Order(StringComparer.Ordinal).Take(settings.Number("videos", 12))];

// Ranks that begin apart are brought together. Then the last one's rows change places, which only a fault of memory or of a library does.
void Part() => job.EndingTogether(() =>
{
    var options = (CvrlOptions)Methods.Of("cvrl", settings, job);
    torch.manual_seed(job.Rank);
    using ClipNetwork encoder = options.Encoder.Create();
    using var objective = new CvrlObjective(encoder, options, torch.CPU);
    using var clips = new ColumnClipSource(MovingClips.Make(12, options.ClipsRead.Frames), MovingClips.Size, options.ClipsRead);
    TrainingLoop.Run(objective, clips, options, []);
    Console.WriteLine("learned together");
    if (job.Rank == job.Size - 1)
    {
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor weight = objective.Parameters.First();
        weight.copy_(weight.flip(0));
    }

    WeightComparison.Check(job, objective, step: 200, first: 0);
    return 0;
});

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
        if (reported == settings.Number("kill", 0))
            Process.GetCurrentProcess().Kill();
        if (reported == settings.Number("starve", 0))
            Memory.Starve();
        if (settings.Text("lose")?.Split(':') is [var step, var file] && reported == int.Parse(step, CultureInfo.InvariantCulture))
            File.Delete(file);
    }

    public void Report(string value) => Console.WriteLine(value);
}

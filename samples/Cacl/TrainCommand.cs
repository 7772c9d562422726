using System.Text.Json.Nodes;
using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>Learns an encoder from videos without labels.</summary>
internal sealed class TrainCommand : Command
{
    internal override string Name => "train";

    internal override string Summary => "learns an encoder from videos without labels";

    internal override string Help { get; } = $"""
        Learns a video encoder from videos without labels.

        usage: cacl train VIDEOS... --output DIR [OPTIONS]

        {VideoSources.Help}

          --output DIR       where encoder.safetensors, metrics.jsonl, summary.json and report.html go
          --method NAME      {string.Join(", ", Methods.Names.Take(4))},
                             {string.Join(", ", Methods.Names.Skip(4))} (default {Methods.Names[0]})
          --preset NAME      small: minutes on two cores; paper: the method's own settings, for a GPU
                             (default small)
          --steps N          training steps (default: the preset's)
          --epochs N         how often each video is seen, in place of --steps
          --seed N           what all random choices follow from (default 1)
          --device NAME      cpu, cuda or cuda:n (default cpu)
          --checkpoints DIR  keep the run in this folder every 100 steps, and go on from there when it
                             was interrupted; a folder for one run
          --cache DIR        keep decoded videos in this folder for later runs; it may be shared
          --index FILE       keep what is known of the videos in this file for later runs
          --root DIR         the folder that paths of lists start from (default: each list's own)
          --part NAME        what is taken of lists that tell parts: all, train, validation or test (default all)
          --json             what summary.json holds, on standard output
          --quiet            no progress, and nothing about videos left out; results and errors only
          --help             this text

        Videos that can't be used are named and left out. Ctrl-C saves what was learned so far.
        """;

    internal override int Run(Arguments arguments, Session session)
    {
        if (arguments.Operands.Count == 0)
            throw new UsageException("Videos are needed.");
        string folder = arguments.Needed("--output");
        PretrainingOptions options = OptionsOf(arguments);
        string[] videos = [.. VideoSources.Find(arguments.Operands, VideoSources.ListOptions(arguments)).Select(video => video.Path)];
        using var output = new OutputFolder(folder);
        output.Check();

        var watcher = new TrainingWatcher(output, session.Progress);
        session.Progress.Say($"Learning from {videos.Length} video files by {options.GetType().Name.Replace("Options", "", StringComparison.Ordinal)}");
        using TrainingResult result = new VideoTrainer(options with
        {
            Progress = watcher,
            Examination = watcher,
            CacheFaults = watcher,
            CheckpointNotices = watcher,
            Cancellation = session.Cancellation,
        }).Train(videos);

        output.Begin();   // a run of no steps has reported none
        if (result.CheckpointNotices.Count > 0)
            output.Rewrite(result.History);   // with the steps of the processes before this one
        result.Encoder.Save(output.Weights);
        var summary = new TrainingSummary(result, videos.Length);
        JsonObject json = summary.ToJson();
        OutputFile.Write(output.Summary, writer => (session with { Output = writer }).Write(json));
        summary.ToReport().Write(output.Report);

        foreach (SkippedVideo video in result.Skipped)
            session.Progress.Say($"Left out {video.Path}: {video.Reason}");
        if (result.Stopped)
            session.Progress.Say($"Stopped. What was learned so far is in {folder}.{(options.CheckpointFolder is null ? "" : " The same command goes on from there.")}");
        if (arguments.Has("--json"))
            session.Write(json);
        else
            session.Output.WriteLine($"{output.Weights}: learned from {videos.Length - result.Skipped.Count} videos in {ProgressLine.Duration(TimeSpan.FromSeconds(result.Seconds))}");
        return result.Stopped ? Interruption.ExitCode : ProgramRun.Done;
    }

    /// <summary>The settings of the run that a command line asks for.</summary>
    internal static PretrainingOptions OptionsOf(Arguments arguments)
    {
        arguments.CheckNotBoth("--steps", "--epochs");
        PretrainingOptions options = Methods.Of(arguments.Choice("--method", Methods.Names), arguments.Choice("--preset", Methods.Small, Methods.Paper)) with
        {
            Seed = arguments.Number("--seed", 0) ?? 1,
            Device = arguments.Device(),
            CheckpointFolder = arguments.Text("--checkpoints"),
            CheckpointEvery = 100,
            CacheFolder = arguments.Text("--cache"),
            IndexFile = arguments.Text("--index"),
        };
        if (arguments.Number("--epochs", 0, 1_000_000) is { } epochs)
            options = options with { Epochs = epochs, Steps = null };
        if (arguments.Number("--steps", 0) is { } steps)
            options = options is CaclOptions cacl
                // A run that only tries things out should not spend its time on the frame network.
                ? cacl with { Steps = steps, FrameTraining = cacl.FrameTraining with { Steps = Math.Clamp(steps, 1, cacl.FrameTraining.Steps) } }
                : options with { Steps = steps };
        options.Validate();
        return options;
    }
}

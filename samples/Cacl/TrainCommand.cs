using System.Text.Json.Nodes;
using Cacl.Clips;
using Cacl.Learning;
using TorchSharp;

namespace Cacl.Cli;

/// <summary>Learns an encoder from videos without labels.</summary>
internal sealed class TrainCommand : Command
{
    // The settings whose names a user of the command line does not know.
    private static readonly (string Name, string Option)[] Fields =
    [
        (nameof(TrainingOptions.CheckpointFolder), "--checkpoints"),
        (nameof(TrainingOptions.CacheFolder), "--cache"),
        (nameof(TrainingOptions.IndexFile), "--index"),
        (nameof(TrainingOptions.BatchSize), "--batch-size"),
        (nameof(TrainingOptions.SyncBatchNorm), "--sync-batch-norm"),
    ];

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
          --batch-size N     videos of one step, of all processes together (default: the preset's); the learning
                             rate is multiplied by as much as the batch
          --frame-batch-size N
                             videos of one step of cacl's first stage, which learns to read frames (default: the preset's)
          --sync-batch-norm  take batch norm's statistics over the clips of all processes
          --seed N           what all random choices follow from (default 1)
          --device NAME      cpu, cuda or cuda:n (default cpu)
          --precision NAME   what products are taken in: float32, tensorfloat32 (GPUs) or bfloat16 (default float32);
                             weights are float32 whatever it is
          --threads N        threads of each process on a CPU (default: as many as processors, which the processes
                             of a machine share; or as OMP_NUM_THREADS says)
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

        Under a launcher (mpirun -n N cacl train ...) the processes learn one encoder together: each computes its part of every
        batch, which N must divide into parts of 2 or more; so it must that of cacl's first stage. All must see the videos and
        the folder of --checkpoints; the first process writes. A run goes on from its checkpoints in any number of processes.
        """;

    internal override bool IsShared => true;

    internal override int Run(Arguments arguments, Session session)
    {
        Job job = session.Job;
        ProcessorShare share = ProcessorShare.Of(job);
        using var output = new OutputFolder(arguments.Text("--output") ?? "");
        (PretrainingOptions options, string[] videos) = job.Agree(() => Prepare(arguments, job, output));
        job.CheckSame([new NamedText("--output", arguments.Needed("--output"))]);
        // The processes of a machine share its processors, unless OpenMP's own variable says otherwise.
        bool isShared = !job.IsAlone && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"));
        if ((arguments.Threads() ?? (isShared ? share.Processors : null)) is { } threads)
            torch.set_num_threads(threads);

        TrainingWatcher? watcher = job.IsFirst ? new TrainingWatcher(output, session.Progress, videos.Length) : null;
        if (watcher is not null)
        {
            string together = job.IsAlone ? "" : $" in {job.Size} processes; this one takes {torch.get_num_threads()} {(torch.get_num_threads() == 1 ? "thread" : "threads")}";
            session.Progress.Say($"Learning by {options.GetType().Name.Replace("Options", "", StringComparison.Ordinal)} from what can be used of {videos.Length} video files{together}");
            options = options with { Progress = watcher, Examination = watcher, Dropped = watcher, CacheFaults = watcher, CheckpointNotices = watcher };
        }
        using TrainingResult result = new VideoTrainer(options with { Cancellation = session.Cancellation }).Train(videos);
        if (job.IsFirst)
            Finish(result, watcher!, videos.Length, output, arguments, session);
        return result.Stopped ? Interruption.ExitCode : ProgramRun.Done;
    }

    // The settings, checked, and the videos.
    private static (PretrainingOptions Options, string[] Videos) Prepare(Arguments arguments, Job job, OutputFolder output)
    {
        if (arguments.Operands.Count == 0)
            throw new UsageException("Videos are needed.");
        arguments.Needed("--output");
        PretrainingOptions options = OptionsOf(arguments, job.Communicator);
        options = options with { Device = job.Communicator.Device ?? options.Device };
        string[] videos = [.. VideoSources.Find(arguments.Operands, VideoSources.ListOptions(arguments)).Select(video => video.Path)];
        if (job.IsFirst)
            output.Check();
        return (options, videos);
    }

    // Writes what the run gave, and tells of it.
    private static void Finish(TrainingResult result, TrainingWatcher watcher, int videos, OutputFolder output, Arguments arguments, Session session)
    {
        output.Begin();   // a run of no steps has reported none
        if (result.CheckpointNotices.Count > 0)
            output.Rewrite(result.History);   // with the steps of the processes before this one
        result.Encoder.Save(output.Weights);
        var summary = new TrainingSummary(result, videos);
        JsonObject json = summary.ToJson();
        OutputFile.Write(output.Summary, writer => (session with { Output = writer }).Write(json));
        summary.ToReport().Write(output.Report);

        foreach (SkippedVideo video in result.Skipped)
            watcher.Report(video);   // those that other processes left out
        if (result.Stopped)
            session.Progress.Say($"Stopped. What was learned so far is in {arguments.Text("--output")}.{(arguments.Has("--checkpoints") ? " The same command goes on from there." : "")}");
        if (arguments.Has("--json"))
            session.Write(json);
        else
            session.Output.WriteLine($"{output.Weights}: {summary.Outcome}");
    }

    /// <summary>The settings of the run that a command line asks for, in these processes.</summary>
    /// <exception cref="UsageException">They can't be; the message names the options of the command line.</exception>
    internal static PretrainingOptions OptionsOf(Arguments arguments, Communicator job)
    {
        arguments.CheckNotBoth("--steps", "--epochs");
        PretrainingOptions options = Methods.Of(arguments.Choice("--method", Methods.Names), arguments.Choice("--preset", Methods.Small, Methods.Paper)) with
        {
            Seed = arguments.Number("--seed", 0) ?? 1,
            Device = arguments.Device(),
            Precision = Enum.Parse<ComputePrecision>(arguments.Choice("--precision", [.. Enum.GetNames<ComputePrecision>().Select(name => name.ToLowerInvariant())]), ignoreCase: true),
            CheckpointFolder = arguments.Text("--checkpoints"),
            CheckpointEvery = 100,
            CacheFolder = arguments.Text("--cache"),
            IndexFile = arguments.Text("--index"),
            SyncBatchNorm = arguments.Has("--sync-batch-norm"),
            Communicator = job,
        };
        if (options.Precision == ComputePrecision.TensorFloat32 && options.Device is null or "cpu")
            throw new UsageException("--precision tensorfloat32 needs a GPU: give --device cuda, or take float32 or bfloat16.");
        if (arguments.Number("--batch-size", 2, 65_536) is { } batch)
            options = options with { BatchSize = batch, LearningRateBatch = options.BatchSize };
        if (arguments.Number("--epochs", 0, 1_000_000) is { } epochs)
            options = options with { Epochs = epochs, Steps = null };
        if (arguments.Number("--steps", 0) is { } steps)
            options = options is CaclOptions cacl
                // A run that only tries things out should not spend its time on the frame network.
                ? cacl with { Steps = steps, FrameTraining = cacl.FrameTraining with { Steps = Math.Clamp(steps, 1, cacl.FrameTraining.Steps) } }
                : options with { Steps = steps };
        if (arguments.Number("--frame-batch-size", 2, 65_536) is { } frameBatch)
            options = options is CaclOptions cacl
                ? cacl with { FrameTraining = cacl.FrameTraining with { BatchSize = frameBatch } }
                : throw new UsageException("--frame-batch-size goes with --method cacl alone.");
        CheckDivision("--batch-size", options.BatchSize, job);
        if (options is CaclOptions { FrameTraining.BatchSize: var ofFrames })
            CheckDivision("--frame-batch-size", ofFrames, job);
        try
        {
            options.Validate();
        }
        catch (ArgumentException fault)
        {
            string faults = fault.Message.Replace($"{options.GetType().Name}: ", "", StringComparison.Ordinal).Replace("must be null or ", "must be ", StringComparison.Ordinal);
            throw new UsageException(Fields.Aggregate(faults, (message, field) => message.Replace($"{field.Name} is ", $"{field.Option} is ", StringComparison.Ordinal)));
        }
        return options;
    }

    private static void CheckDivision(string option, int batch, Communicator job)
    {
        int part = Math.Max(2, (batch + job.Size - 1) / job.Size);
        if (job.Size > 1 && (batch % job.Size != 0 || batch / job.Size < 2))
            throw new UsageException($"{option} is {batch}, which {job.Size} processes can't divide into equal parts of 2 or more; give one that they can, such as {part * job.Size}.");
    }
}

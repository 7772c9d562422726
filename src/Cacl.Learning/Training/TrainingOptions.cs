using Cacl.Clips;
using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>What every training run has to know, whatever its objective.</summary>
/// <remarks>
/// Defaults are those of CACL's released code where it has the option; what another method or fine-tuning sets in their place stands at its
/// constructor.
/// </remarks>
public abstract record TrainingOptions
{
    /// <summary>How clips are taken from videos.</summary>
    /// <value>Default: 16 frames, interval 2, 112 x 112 pixels.</value>
    public ClipOptions Clips { get; init; } = new();

    /// <summary>
    /// Takes the views after the first from a second clip of the video, whose distance is drawn by this distribution, as CVRL does. Null takes
    /// all views from one clip, as CACL's stage that learns frames alone always does.
    /// </summary>
    /// <value>Default: null (CACL's).</value>
    public ClipIntervalDistribution? ClipIntervals { get; init; }

    /// <summary>How views of a clip are varied; with <see cref="SecondAugmentation"/> the first alone.</summary>
    /// <value>Default: the released code's.</value>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>How the views after the first are varied. Null: as the first is.</summary>
    /// <value>Default: null.</value>
    public AugmentationOptions? SecondAugmentation { get; init; }

    /// <summary>Whether each clip's background is subtracted; see <see cref="Learning.BackgroundSubtraction"/>.</summary>
    /// <value>Default: false (the paper's).</value>
    public bool BackgroundSubtraction { get; init; }

    /// <summary>How often every video is seen. 0 leaves the network untrained, its batch norm statistics taken from the videos.</summary>
    /// <value>Default: 300.</value>
    public int Epochs { get; init; } = 300;

    /// <summary>How many optimiser steps are made, in place of <see cref="Epochs"/>, and 0 as there. Null leaves it to the epochs.</summary>
    /// <value>Default: null.</value>
    public int? Steps { get; init; }

    /// <summary>Videos of one optimiser step, of all processes together.</summary>
    /// <value>Default: 64; at least 2.</value>
    public int BatchSize { get; init; } = 64;

    /// <summary>The optimiser.</summary>
    /// <value>Default: <see cref="OptimizerKind.Sgd"/>.</value>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>
    /// Equal parts that a batch is computed in, one after another, so that a large batch fits a small memory of the device; their gradients
    /// add up. What changes: batch norm sees a part at a time, and so does CVRL, whose negatives are the other videos of the part. Keys of
    /// all parts enter the queues, and twins move, once a step. Batches of CACL's stage that learns frames alone are not divided.
    /// </summary>
    /// <value>Default: 1; it must divide <see cref="BatchSize"/> into parts of 2 or more.</value>
    public int Accumulate { get; init; } = 1;

    /// <summary>The highest learning rate.</summary>
    /// <value>Default: 0.01.</value>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>
    /// The batch size that <see cref="LearningRate"/> is meant for: the rate is multiplied by <see cref="BatchSize"/> over it, so that one set of
    /// options serves jobs of any size (Goyal et al., arXiv 1706.02677, who let a large rate rise over 5 epochs first). CACL's stage that learns
    /// frames keeps its own rate. Null takes the rate as it is.
    /// </summary>
    /// <value>Default: null; else at least 1.</value>
    public int? LearningRateBatch { get; init; }

    /// <summary>Steps over which the learning rate rises from 0 first, in every stage.</summary>
    /// <value>Default: 0.</value>
    public int WarmupSteps { get; init; }

    /// <summary>
    /// Epochs over which the learning rate rises from 0 first, in place of <see cref="WarmupSteps"/>, which must then be 0. CACL's stage that learns
    /// frames has none.
    /// </summary>
    /// <value>Default: 0.</value>
    public double WarmupEpochs { get; init; }

    /// <summary>What becomes of the learning rate over the run.</summary>
    /// <value>Default: <see cref="ScheduleKind.Cosine"/>.</value>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>Where <see cref="ScheduleKind.Step"/> lowers the learning rate, as parts of the run: .6 and .8 for epochs 120 and 160 of 200.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<double> Milestones { get; init; } = [];

    /// <summary>What each of <see cref="Milestones"/> multiplies the learning rate by.</summary>
    /// <value>Default: 0.1.</value>
    public double MilestoneFactor { get; init; } = 0.1;

    /// <summary>The largest norm of all gradients together; longer ones are shortened to it. Null leaves them.</summary>
    /// <value>Default: null.</value>
    public double? MaxGradientNorm { get; init; }

    /// <summary>Weight decay: with <see cref="OptimizerKind.AdamW"/> apart from the gradient, with the others a part of it.</summary>
    /// <value>Default: 1e-4, from 0 to 10.</value>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>
    /// The part of the videos that is held out: not learned from, but looked at every <see cref="ValidateEvery"/> steps, in the same clips
    /// each time, without a change to any network, twin, queue or batch norm statistic. 0 for none.
    /// </summary>
    /// <value>Default: 0, up to .5.</value>
    public double ValidationShare { get; init; }

    /// <summary>Steps between two looks at the held-out videos; there is one after a stage's last step, too.</summary>
    /// <value>Default: 100.</value>
    public int ValidateEvery { get; init; } = 100;

    /// <summary>
    /// Looks at the held-out videos without a lower loss after which a stage ends early, with the weights of its last step. Null: it never does.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Patience { get; init; }

    /// <summary>
    /// Whether torch takes only operators that give the same numbers each time, and fails at one that has no such form. On a CPU training
    /// uses no other; on a GPU some are slower so, and some fail, as may the gradient of Slow-R50's max pooling.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Deterministic { get; init; }

    /// <summary>
    /// A folder of this run's own where it is kept every <see cref="CheckpointEvery"/> steps, at the end of each stage and when it is
    /// cancelled, unless that is while held-out videos are looked at; a run that finds itself there goes on from where it was. The two latest
    /// are kept. Null for none.
    /// </summary>
    /// <remarks>
    /// On a CPU the weights and metrics are those of a run that was never interrupted, bit by bit, with the same libtorch, machine and number
    /// of threads. Options that bear on the numbers and the videos must be the same; the folder may be given up after the run.
    /// A run that dropped a video on the way (see <see cref="Dropped"/>) goes on only when that video is back as it was, and learns from it
    /// again: its weights are then not those of a run that was never interrupted.
    /// </remarks>
    /// <value>Default: null.</value>
    public string? CheckpointFolder { get; init; }

    /// <summary>Optimiser steps between two checkpoints.</summary>
    /// <value>Default: 500.</value>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>Told in words, on the training thread, where a run goes on from, and which checkpoint is damaged.</summary>
    [JsonIgnore]
    public IProgress<string>? CheckpointNotices { get; init; }

    /// <summary>
    /// What all random choices follow from. The same seed, videos and machine give the same weights on a CPU, as long as nothing
    /// else in the process draws from torch's random generator meanwhile, for there is but one.
    /// </summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// The device that learns, in torch's words: <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>. Null leaves it to the host: in ML.NET
    /// to <c>MLContext.GpuDeviceId</c>, elsewhere to the CPU.
    /// </summary>
    /// <value>Default: null.</value>
    public string? Device { get; init; }

    /// <summary>
    /// The numbers in which convolutions, linear layers and attention take their products. Weights, gradients, optimiser, twins, checkpoints and what leaves
    /// a run are float32 whatever it is; held-out videos are looked at in the run's precision, and evaluation computes in float32.
    /// </summary>
    /// <value>Default: <see cref="ComputePrecision.Float32"/>.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]   // so that runs from before there was a choice go on
    public ComputePrecision Precision { get; init; }

    /// <summary>Memory for decoded videos, in MiB. Videos beyond it are decoded anew for every clip, or read from <see cref="CacheFolder"/>.</summary>
    /// <value>Default: 1024.</value>
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>
    /// A folder for decoded videos, so that later runs and other processes need not decode them again. It may be shared, and deleted at
    /// any time. Null for none. See <see cref="FrameCache"/>.
    /// </summary>
    /// <value>Default: null.</value>
    public string? CacheFolder { get; init; }

    /// <summary>The most that decoded videos in <see cref="CacheFolder"/> may take, in MiB.</summary>
    /// <value>Default: 16384.</value>
    public int CacheFolderMegabytes { get; init; } = 16_384;

    /// <summary>
    /// A file that keeps what the examination of the videos found, so that later runs need not read a video to learn how many frames it
    /// has. Made where there is none. Null for none. See <see cref="VideoIndex"/>.
    /// </summary>
    /// <value>Default: null.</value>
    public string? IndexFile { get; init; }

    /// <summary>
    /// The processes that learn together: each computes its part of every batch, and all hold the same weights after every step.
    /// <see cref="BatchSize"/> is that of the whole job.
    /// </summary>
    /// <value>Default: <see cref="Communicator.Single"/>, this process alone.</value>
    [JsonIgnore]
    public Communicator Communicator { get; init; } = Communicator.Single;

    /// <summary>
    /// Whether batch norm takes its statistics over the clips of all processes in place of each process's own, which costs two exchanges a layer.
    /// Without effect in one process.
    /// </summary>
    /// <value>Default: false.</value>
    public bool SyncBatchNorm { get; init; }

    /// <summary>
    /// Whether gradients are averaged over the processes block by block while the backward pass goes on to earlier blocks, in place of after it.
    /// That pays where the link between processes is slow, and costs time within one machine. Sums of two processes are the same bits either way; those of more
    /// may be rounded in another order. True is refused where gradients go by NCCL or Open MPI lacks MPI_THREAD_MULTIPLE. Without effect in one process.
    /// </summary>
    /// <value>Default: null: where the processes stand on several machines, and not where gradients go by NCCL or Open MPI lacks MPI_THREAD_MULTIPLE.</value>
    public bool? OverlapExchange { get; init; }

    /// <summary>Batches that are decoded ahead of the device.</summary>
    /// <value>Default: 3.</value>
    public int BatchesAhead { get; init; } = 3;

    /// <summary>Told after each video that is examined before the first step, one call at a time, from the working threads.</summary>
    [JsonIgnore]
    public IProgress<VideoIndexProgress>? Examination { get; init; }

    /// <summary>
    /// Told at once of each video that is left out, one call at a time, from the working threads: one that can't be used when it is examined, and
    /// one that could be read then and not later. The run goes on without it: where it would be next, another video is drawn. Only when fewer
    /// than two are left, or none of one, does the run fail.
    /// </summary>
    [JsonIgnore]
    public IProgress<SkippedVideo>? Dropped { get; init; }

    /// <summary>
    /// Told at once what goes wrong with <see cref="CacheFolder"/>, in words, from the working threads: a disk that is full, a file that is
    /// damaged. The run goes on, with videos decoded instead.
    /// </summary>
    [JsonIgnore]
    public IProgress<string>? CacheFaults { get; init; }

    /// <summary>Told after every step, on the training thread.</summary>
    [JsonIgnore]
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Ends training after the step under way; what was learned so far is returned. While videos are examined there is nothing yet, and
    /// OperationCanceledException is thrown.
    /// </summary>
    [JsonIgnore]
    public CancellationToken Cancellation { get; init; }

    /// <summary>Whether nothing is learned.</summary>
    internal bool IsUntrained => (Steps ?? Epochs) == 0;

    /// <summary>The clips that are read from videos.</summary>
    internal ClipOptions ClipsRead => IsUntrained ? Clips : ClipsLearnedFrom;

    /// <summary>The clips that are learned from, where a method makes those for the network of others.</summary>
    internal virtual ClipOptions ClipsLearnedFrom => Clips;

    /// <summary>Views of each clip that are learned from.</summary>
    internal virtual int Views => 2;

    /// <summary>How each of so many views is varied.</summary>
    internal AugmentationOptions[] AugmentationsOf(int views) =>
        [.. Enumerable.Range(0, views).Select(view => view == 0 ? Augmentation : SecondAugmentation ?? Augmentation)];

    /// <summary>Adds a line for every option that is out of range.</summary>
    /// <param name="faults">Takes the lines.</param>
    protected virtual void CollectFaults(List<string> faults)
    {
        Clips.CollectFaults(nameof(Clips), faults);
        Augmentation.CollectFaults(nameof(Augmentation), faults);
        SecondAugmentation?.CollectFaults(nameof(SecondAugmentation), faults);
        Check(ClipIntervals is not { } intervals || Enum.IsDefined(intervals), nameof(ClipIntervals), ClipIntervals, $"null or one of {string.Join(", ", Enum.GetNames<ClipIntervalDistribution>())}");
        Check(ClipIntervals is null || Views > 1, nameof(ClipIntervals), ClipIntervals, "null where one view of each clip is learned from");
        Check(SecondAugmentation is null || Views > 1, nameof(SecondAugmentation), "given", "null where one view of each clip is learned from");
        Check(Epochs is >= 0 and <= 1_000_000, nameof(Epochs), Epochs, "from 0 to 1000000");
        Check(Steps is null or >= 0, nameof(Steps), Steps, "null or at least 0");
        Check(BatchSize is >= 2 and <= 65_536, nameof(BatchSize), BatchSize, "from 2 to 65536");
        Check(Enum.IsDefined(Optimizer), nameof(Optimizer), Optimizer, $"one of {string.Join(", ", Enum.GetNames<OptimizerKind>())}");
        Check(Accumulate == 1 || (Accumulate > 1 && BatchSize % Accumulate == 0 && BatchSize / Accumulate >= 2), nameof(Accumulate), Accumulate, $"at least 1, and divide {nameof(BatchSize)} ({BatchSize}) into parts of 2 or more");
        Check(Enum.IsDefined(Precision), nameof(Precision), Precision, $"one of {string.Join(", ", Enum.GetNames<ComputePrecision>())}");
        Check(LearningRate is > 0 and <= 1000, nameof(LearningRate), LearningRate, "above 0 and at most 1000");
        int ranks = Communicator.Size;
        Check(ranks == 1 || Accumulate < 1 || (BatchSize % (Accumulate * ranks) == 0 && BatchSize / (Accumulate * ranks) >= 2), nameof(BatchSize), BatchSize, $"divided by {nameof(Accumulate)} ({Accumulate}) and by the job's {ranks} ranks into equal parts of 2 or more");
        Check(LearningRateBatch is null or >= 1, nameof(LearningRateBatch), LearningRateBatch, "null or at least 1");
        Check(WarmupSteps >= 0, nameof(WarmupSteps), WarmupSteps, "at least 0");
        Check(WarmupEpochs is >= 0 and <= 1_000_000, nameof(WarmupEpochs), WarmupEpochs, "from 0 to 1000000");
        Check(WarmupEpochs == 0 || WarmupSteps == 0, nameof(WarmupEpochs), WarmupEpochs, $"0 when {nameof(WarmupSteps)} ({WarmupSteps}) is not");
        Check(Enum.IsDefined(Schedule), nameof(Schedule), Schedule, $"one of {string.Join(", ", Enum.GetNames<ScheduleKind>())}");
        Check(Milestones.Count > 0 || Schedule != ScheduleKind.Step, nameof(Milestones), "empty", $"one or more parts of the run for {nameof(ScheduleKind.Step)}");
        Check(Milestones.All(milestone => milestone is > 0 and < 1), nameof(Milestones), string.Join(", ", Milestones), "above 0 and below 1");
        Check(MilestoneFactor is > 0 and <= 1, nameof(MilestoneFactor), MilestoneFactor, "above 0 and at most 1");
        Check(MaxGradientNorm is null or > 0, nameof(MaxGradientNorm), MaxGradientNorm, "null or above 0");
        Check(ValidationShare is >= 0 and <= 0.5, nameof(ValidationShare), ValidationShare, "from 0 to 0.5");
        Check(ValidateEvery >= 1, nameof(ValidateEvery), ValidateEvery, "at least 1");
        Check(Patience is null or >= 1, nameof(Patience), Patience, "null or at least 1");
        Check(Patience is null || ValidationShare > 0, nameof(Patience), Patience, $"null when {nameof(ValidationShare)} is 0");
        OptionPaths.CollectFolderFaults(nameof(CheckpointFolder), CheckpointFolder, faults);
        Check(CheckpointEvery >= 1, nameof(CheckpointEvery), CheckpointEvery, "at least 1");
        Check(WeightDecay is >= 0 and <= 10, nameof(WeightDecay), WeightDecay, "from 0 to 10");
        Check(CacheMegabytes is >= 1 and <= 1_048_576, nameof(CacheMegabytes), CacheMegabytes, "from 1 to 1048576");
        FrameCache.CollectFaults(nameof(CacheFolder), CacheFolder, nameof(CacheFolderMegabytes), CacheFolderMegabytes, faults);
        OptionPaths.CollectFileFaults(nameof(IndexFile), IndexFile, faults);
        Check(OverlapExchange != true || ranks == 1 || Communicator.CanSumBeside, nameof(OverlapExchange), OverlapExchange, "null or false where gradients go by NCCL, or by an Open MPI without MPI_THREAD_MULTIPLE");
        Check(BatchesAhead is >= 1 and <= 64, nameof(BatchesAhead), BatchesAhead, "from 1 to 64");

        void Check(bool good, string name, object? value, string rule)
        {
            if (!good)
                faults.Add($"{name} is {value}; it must be {rule}.");
        }
    }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Some are missing, or out of range, or name a file or folder that can't be; the message has a line for each.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        MissingOptions.CollectFaults("", this, faults);
        // The other rules look into what must not be missing.
        if (faults.Count == 0)
            CollectFaults(faults);
        if (faults.Count > 0)
            throw new ArgumentException($"{GetType().Name}: {string.Join(" ", faults)}");
    }
}

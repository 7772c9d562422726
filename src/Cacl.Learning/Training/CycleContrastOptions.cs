using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Options of CycleContrast training, which learns an encoder of frames; a video's vector is the mean over its frames.</summary>
/// <remarks>
/// Defaults are those of the paper (Wu and Wang, "Contrastive Learning of Image Representations with Cross-Video Cycle-Consistency",
/// arXiv 2105.06463) and its released code. <see cref="Small"/> is for two cores and minutes.
/// The two frames of a video are taken from its two views: anywhere in the video with <see cref="TrainingOptions.ClipIntervals"/>, and from
/// one clip without.
/// </remarks>
public sealed record CycleContrastOptions : PretrainingOptions
{
    /// <summary>
    /// The paper's settings: ResNet-50 on 2 frames of 224 x 224 pixels that are drawn apart from each other; MoCo v2's augmentation; 200 epochs,
    /// batches of 512, rate 0.06.
    /// </summary>
    public CycleContrastOptions()
    {
        Encoder = FrameMeanArchitecture.ResNet50;
        Clips = new ClipOptions { Frames = 2, Interval = 2, ShortSide = 256, CropSize = 224 };
        ClipIntervals = ClipIntervalDistribution.Decreasing;   // that of two frames drawn apart from each other
        Augmentation = AugmentationOptions.MocoV2;
        Epochs = 200;
        BatchSize = 512;
        LearningRate = 0.06;
    }

    /// <summary>Weight of the cycle's loss beside that of the contrast within a video; lambda.</summary>
    /// <value>Default: 0.1.</value>
    public double CycleWeight { get; init; } = 0.1;

    /// <summary>Length of the vectors of both heads.</summary>
    /// <value>Default: 128.</value>
    public int EmbeddingLength { get; init; } = 128;

    /// <summary>Temperature of the contrast within a video.</summary>
    /// <value>Default: 0.07.</value>
    public double Temperature { get; init; } = 0.07;

    /// <summary>Temperature of the cycle, there and back.</summary>
    /// <value>Default: 0.07.</value>
    public double CycleTemperature { get; init; } = 0.07;

    /// <summary>Keys in the queue of the contrast within a video.</summary>
    /// <value>Default: 65536.</value>
    public int QueueSize { get; init; } = 65_536;

    /// <summary>Keys in the queue of the cycle.</summary>
    /// <value>Default: 81920.</value>
    public int CycleQueueSize { get; init; } = 81_920;

    /// <summary>
    /// The part of the cycle's queue, drawn anew each step, among which a frame looks for its neighbour. The way back meets the others.
    /// CACL's cycle has the same as <see cref="CaclOptions.CycleCandidateShare"/>.
    /// </summary>
    /// <value>Default: 0.2: 16384 of 81920.</value>
    public double CandidateShare { get; init; } = 0.2;

    /// <summary>
    /// Whether keys of a frame's own video are taken out of the negatives of both losses; for sets that are small beside the queues. They are
    /// never among the candidates.
    /// </summary>
    /// <value>Default: false (the paper's).</value>
    public bool MaskOwnVideo { get; init; }

    /// <summary>Momentum of the twin.</summary>
    /// <value>Default: 0.999.</value>
    public double TwinMomentum { get; init; } = 0.999;

    /// <summary>The paper's settings.</summary>
    public static CycleContrastOptions Paper { get; } = new();

    /// <summary>Settings that learn in minutes on two cores: a network of 0.3 million parameters, frames of 32 x 32 pixels.</summary>
    public static CycleContrastOptions Small { get; } = new()
    {
        Encoder = FrameMeanArchitecture.Small,
        Clips = new ClipOptions { Frames = 2, Interval = 2, ShortSide = 36, CropSize = 32 },
        Augmentation = new AugmentationOptions { CropArea = new ValueRange(0.2, 1), Hue = 0 },
        Temperature = 0.1,
        CycleTemperature = 0.1,
        QueueSize = 256,         // no more than a few batches: keys that are older than the encoder's last changes are told apart by their age
        CycleQueueSize = 320,
        MaskOwnVideo = true,
        TwinMomentum = 0.99,
        BatchSize = 64,
        Steps = 600,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-3,
        WarmupSteps = 20,
        WeightDecay = 0.01,
        EmbedClips = 8,
    };

    internal override IReadOnlyList<string> Stages => [CycleContrastObjective.StageName];

    internal override PretrainingObjective MakeObjective(ClipNetwork encoder, TrainingRun run) => new CycleContrastObjective(encoder, this, run.Device);

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        FrameMeanArchitecture.CollectFaultsOfOthers(nameof(Encoder), Encoder, faults);
        Check(CycleWeight is >= 0 and <= 1000, nameof(CycleWeight), CycleWeight, "from 0 to 1000");
        Check(EmbeddingLength is >= 2 and <= 65_536, nameof(EmbeddingLength), EmbeddingLength, "from 2 to 65536");
        Check(Temperature is > 0 and <= 100, nameof(Temperature), Temperature, "above 0 and at most 100");
        Check(CycleTemperature is > 0 and <= 100, nameof(CycleTemperature), CycleTemperature, "above 0 and at most 100");
        Check(QueueSize is >= 1 and <= 10_000_000, nameof(QueueSize), QueueSize, "from 1 to 10000000");
        Check(CycleQueueSize is >= 2 and <= 10_000_000, nameof(CycleQueueSize), CycleQueueSize, "from 2 to 10000000");
        Check(CandidateShare is > 0 and < 1, nameof(CandidateShare), CandidateShare, "above 0 and below 1");
        Check(TwinMomentum is >= 0 and < 1, nameof(TwinMomentum), TwinMomentum, "from 0 to below 1");

        void Check(bool good, string name, object value, string rule)
        {
            if (!good)
                faults.Add($"{name} is {value}; it must be {rule}.");
        }
    }
}

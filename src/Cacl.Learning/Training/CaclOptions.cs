using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Options of CACL training.</summary>
/// <remarks>
/// Defaults are the paper's ("Cross-Architecture Self-supervised Video Representation Learning", arXiv 2205.13313) and, where
/// the paper is silent, its released code's. The weights of the paper's frozen ResNet-50, which reads frames for the transformer, were
/// never published: without <see cref="TransformerArchitecture.FrameWeights"/> it is trained first, on the same videos, by momentum
/// contrast as the paper's was. <see cref="Small"/> is for two cores and minutes.
/// </remarks>
public sealed record CaclOptions : PretrainingOptions
{
    /// <summary>The video transformer, and the frozen network that reads frames for it.</summary>
    /// <value>Default: depth 6, 6 heads, width 768, over a ResNet-50.</value>
    public TransformerArchitecture Transformer { get; init; } = new();

    /// <summary>Training of the frame network before it is frozen, unless <see cref="TransformerArchitecture.FrameWeights"/> are given.</summary>
    /// <value>Default: as <see cref="FrameMocoOptions"/> says.</value>
    public FrameMocoOptions FrameTraining { get; init; } = new();

    /// <summary>The positive pairs that count; their losses are averaged.</summary>
    /// <value>Default: <see cref="CaclPositives.All"/> (the paper's).</value>
    public CaclPositives Positives { get; init; } = CaclPositives.All;

    /// <summary>The negatives that a pair meets.</summary>
    /// <value>Default: <see cref="CaclNegatives.Shared"/> (the paper's).</value>
    public CaclNegatives Negatives { get; init; } = CaclNegatives.Shared;

    /// <summary>
    /// The part of the run before the CNN takes a gradient from the pairs that it forms with the transformer. Until then the
    /// transformer alone learns from them.
    /// </summary>
    /// <value>Default: 0, from 0 to 1.</value>
    public double CrossGradientStart { get; init; }

    /// <summary>The part of the run over which that gradient then rises from nothing to its full size.</summary>
    /// <value>Default: 0, from 0 to 1: at once.</value>
    public double CrossGradientRamp { get; init; }

    /// <summary>The size that gradient rises to, as a factor.</summary>
    /// <value>Default: 1.</value>
    public double CrossGradientScale { get; init; } = 1;

    /// <summary>
    /// Whether the processes of a job exchange clips, so that batch norm does not see a query's neighbours beside its key; in the stage that learns
    /// frames too. Without effect in one process, and on numbers where <see cref="TrainingOptions.SyncBatchNorm"/> is set.
    /// </summary>
    /// <value>Default: true (the paper's, which follows He et al., arXiv 1911.05722).</value>
    public bool ShuffleBatchNorm { get; init; } = true;

    /// <summary>
    /// Whether keys of an anchor's own video are taken out of its negatives; for sets that are small beside the queue. The stage that learns frames
    /// never does.
    /// </summary>
    /// <value>Default: false (the paper's).</value>
    public bool MaskOwnVideo { get; init; }

    /// <summary>Length of the vectors that are contrasted.</summary>
    /// <value>Default: 128.</value>
    public int EmbeddingLength { get; init; } = 128;

    /// <summary>
    /// Hidden layers of the heads between what a network has read and the vectors that are contrasted, each with batch norm and ReLU. With
    /// one, what the contrast makes alike is not made alike in the features that an encoder leaves with, too.
    /// </summary>
    /// <value>Default: 0, a linear head (the paper's).</value>
    public int ContrastHeadLayers { get; init; }

    /// <summary>Width of those hidden layers.</summary>
    /// <value>Default: 512.</value>
    public int ContrastHeadWidth { get; init; } = 512;

    /// <summary>Temperature of the contrast.</summary>
    /// <value>Default: 0.07.</value>
    public double Temperature { get; init; } = 0.07;

    /// <summary>Keys in a queue.</summary>
    /// <value>Default: 6400.</value>
    public int QueueSize { get; init; } = 6400;

    /// <summary>Momentum of the twins.</summary>
    /// <value>Default: 0.999.</value>
    public double TwinMomentum { get; init; } = 0.999;

    /// <summary>Weight of the shuffle-degree loss beside the contrastive loss; 0 turns it off, as the released code does.</summary>
    /// <value>Default: 1. The paper, which learns both together, does not give its weight.</value>
    public double DegreeWeight { get; init; } = 1;

    /// <summary>Weight of the contrastive loss, its cycle included; 0 turns it off and leaves the shuffle-degree task alone.</summary>
    /// <value>Default: 1.</value>
    public double ContrastWeight { get; init; } = 1;

    /// <summary>
    /// Weight of CycleContrast's cycle beside the contrast: the CNN's query must find its own video again by way of its soft nearest neighbour
    /// among keys of other videos. The keys are those that the query meets as negatives: the CNN's, and with
    /// <see cref="CaclNegatives.Shared"/> the transformer's too. 0 turns it off. <see cref="ContrastWeight"/> multiplies both.
    /// See <see cref="CycleContrastOptions"/>.
    /// </summary>
    /// <value>Default: 0 (the paper has none); CycleContrast's own is 0.1.</value>
    public double CycleWeight { get; init; }

    /// <summary>
    /// The part of the queue, drawn anew each step, that the cycle looks for neighbours in. The way back meets the others. What
    /// <see cref="CycleContrastOptions.CandidateShare"/> is there.
    /// </summary>
    /// <value>Default: 0.2 (CycleContrast's).</value>
    public double CycleCandidateShare { get; init; } = 0.2;

    /// <summary>How frame orders are drawn.</summary>
    /// <value>Default: <see cref="ShuffleSampling.UniformDegree"/> (the paper's).</value>
    public ShuffleSampling ShuffleSampling { get; init; } = ShuffleSampling.UniformDegree;

    /// <summary>Width of the shuffle-degree head's hidden layer.</summary>
    /// <value>Default: 512.</value>
    public int DegreeHeadWidth { get; init; } = 512;

    /// <summary>Dropout of the shuffle-degree head.</summary>
    /// <value>Default: 0.5.</value>
    public double DegreeHeadDropout { get; init; } = 0.5;

    /// <summary>The paper's settings.</summary>
    public static CaclOptions Paper { get; } = new();

    /// <summary>Settings that learn in minutes on two cores: a network of 0.9 million parameters, 8 frames of 32 x 32 pixels.</summary>
    public static CaclOptions Small { get; } = new()
    {
        Clips = new ClipOptions { Frames = 8, Interval = 2, ShortSide = 36, CropSize = 32 },
        Augmentation = new AugmentationOptions { Hue = 0 },
        BackgroundSubtraction = true,
        Encoder = R3dArchitecture.Small,
        Transformer = TransformerArchitecture.Small,
        FrameTraining = new FrameMocoOptions { Steps = 100, BatchSize = 16, LearningRate = 2e-3, Momentum = 0.95, QueueSize = 2048 },
        Negatives = CaclNegatives.EachSide,
        ContrastHeadLayers = 1,
        ContrastHeadWidth = 256,
        CrossGradientStart = 0.2,
        CrossGradientRamp = 0.4,
        MaskOwnVideo = true,
        Temperature = 0.1,
        QueueSize = 512,
        TwinMomentum = 0.95,
        DegreeHeadWidth = 256,
        DegreeHeadDropout = 0,
        BatchSize = 16,
        Steps = 600,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-3,
        WarmupSteps = 20,
        WeightDecay = 0.01,
        EmbedClips = 4,
    };

    internal override IReadOnlyList<string> Stages => [FrameMocoObjective.StageName, CaclObjective.StageName];

    internal override int FewestVideos => ContrastWeight > 0 ? 2 : 1;

    internal override int Views => ContrastWeight > 0 ? 2 : 1;

    internal bool UsesTransformer => ContrastWeight > 0 && (Positives & ~CaclPositives.QueryKey) != 0;

    internal override PretrainingObjective MakeObjective(ClipNetwork encoder, TrainingRun run) => CaclObjective.Of(encoder, this, run);

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        Transformer.CollectFaults(nameof(Transformer), faults);
        FrameTraining.CollectFaults(nameof(FrameTraining), faults, UsesTransformer && Transformer.FrameWeights is null ? Communicator.Size : 1);
        Check((Positives & ~CaclPositives.All) == 0 && Positives != 0, nameof(Positives), Positives, "one or more of the four pairs");
        Check(Enum.IsDefined(Negatives), nameof(Negatives), Negatives, $"one of {string.Join(", ", Enum.GetNames<CaclNegatives>())}");
        Check(CrossGradientStart is >= 0 and <= 1, nameof(CrossGradientStart), CrossGradientStart, "from 0 to 1");
        Check(CrossGradientRamp is >= 0 and <= 1, nameof(CrossGradientRamp), CrossGradientRamp, "from 0 to 1");
        Check(CrossGradientScale is >= 0 and <= 100, nameof(CrossGradientScale), CrossGradientScale, "from 0 to 100");
        Check(EmbeddingLength is >= 2 and <= 65_536, nameof(EmbeddingLength), EmbeddingLength, "from 2 to 65536");
        Check(ContrastHeadLayers is >= 0 and <= 16, nameof(ContrastHeadLayers), ContrastHeadLayers, "from 0 to 16");
        Check(ContrastHeadWidth is >= 1 and <= 65_536, nameof(ContrastHeadWidth), ContrastHeadWidth, "from 1 to 65536");
        Check(Temperature is > 0 and <= 100, nameof(Temperature), Temperature, "above 0 and at most 100");
        Check(QueueSize is >= 1 and <= 10_000_000, nameof(QueueSize), QueueSize, "from 1 to 10000000");
        Check(TwinMomentum is >= 0 and < 1, nameof(TwinMomentum), TwinMomentum, "from 0 to below 1");
        Check(DegreeWeight is >= 0 and <= 1000, nameof(DegreeWeight), DegreeWeight, "from 0 to 1000");
        Check(ContrastWeight is >= 0 and <= 1000, nameof(ContrastWeight), ContrastWeight, "from 0 to 1000");
        Check(DegreeWeight + ContrastWeight > 0, nameof(ContrastWeight), ContrastWeight, $"above 0 when {nameof(DegreeWeight)} is 0");
        Check(CycleWeight is >= 0 and <= 1000, nameof(CycleWeight), CycleWeight, "from 0 to 1000");
        Check(CycleWeight == 0 || ContrastWeight > 0, nameof(CycleWeight), CycleWeight, $"0 when {nameof(ContrastWeight)} is 0");
        Check(CycleWeight == 0 || QueueSize > 1, nameof(QueueSize), QueueSize, $"at least 2 when {nameof(CycleWeight)} is not 0");
        Check(CycleCandidateShare is > 0 and < 1, nameof(CycleCandidateShare), CycleCandidateShare, "above 0 and below 1");
        Check(Enum.IsDefined(ShuffleSampling), nameof(ShuffleSampling), ShuffleSampling, $"one of {string.Join(", ", Enum.GetNames<ShuffleSampling>())}");
        Check(DegreeHeadWidth is >= 1 and <= 65_536, nameof(DegreeHeadWidth), DegreeHeadWidth, "from 1 to 65536");
        Check(DegreeHeadDropout is >= 0 and < 1, nameof(DegreeHeadDropout), DegreeHeadDropout, "from 0 to below 1");

        void Check(bool good, string name, object value, string rule)
        {
            if (!good)
                faults.Add($"{name} is {value}; it must be {rule}.");
        }
    }
}

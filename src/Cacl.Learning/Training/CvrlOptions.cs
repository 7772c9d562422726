using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Options of CVRL training.</summary>
/// <remarks>
/// Defaults are the paper's ("Spatiotemporal Contrastive Video Representation Learning", arXiv 2008.03800) and, where the paper is silent,
/// its released code's. <see cref="Small"/> is for two cores and minutes. The paper's ablations:
/// <see cref="TrainingOptions.ClipIntervals"/> takes the other distributions, or null for two views of one clip;
/// <see cref="WithPerFrameAugmentation"/> varies each frame by itself.
/// </remarks>
public sealed record CvrlOptions : PretrainingOptions
{
    /// <summary>
    /// The paper's settings: Slow-R50 on 16 frames, interval 2, of 224 x 224 pixels, short videos repeated; clips whose distances fall off; the paper's
    /// augmentations of both views; 200 epochs, batches of 1024, rate 0.32 after 5 epochs of warm-up, weight decay 1e-6.
    /// </summary>
    public CvrlOptions()
    {
        Encoder = SlowArchitecture.R50;
        Clips = new ClipOptions { Frames = 16, Interval = 2, ShortSide = 256, CropSize = 224, ShortVideos = ShortVideoPolicy.Tile };
        ClipIntervals = ClipIntervalDistribution.Decreasing;
        Augmentation = AugmentationOptions.CvrlFirstView;
        SecondAugmentation = AugmentationOptions.CvrlSecondView;
        Epochs = 200;
        BatchSize = 1024;
        LearningRate = 0.32;
        WarmupEpochs = 5;
        WeightDecay = 1e-6;
    }

    /// <summary>Width of the head's hidden layers.</summary>
    /// <value>Default: 2048.</value>
    public int HeadWidth { get; init; } = 2048;

    /// <summary>Hidden layers of the head, each with batch norm and ReLU.</summary>
    /// <value>Default: 3.</value>
    public int HeadLayers { get; init; } = 3;

    /// <summary>Length of the vectors that are contrasted.</summary>
    /// <value>Default: 128.</value>
    public int EmbeddingLength { get; init; } = 128;

    /// <summary>Temperature of the contrast.</summary>
    /// <value>Default: 0.1.</value>
    public double Temperature { get; init; } = 0.1;

    /// <summary>Whether other clips of an anchor's own video are taken out of its negatives; for batches that are large beside the set.</summary>
    /// <value>Default: false (the paper's).</value>
    public bool MaskOwnVideo { get; init; }

    /// <summary>The paper's settings.</summary>
    public static CvrlOptions Paper { get; } = new();

    /// <summary>Settings that learn in minutes on two cores: a network of 0.9 million parameters, 8 frames of 32 x 32 pixels.</summary>
    public static CvrlOptions Small { get; } = new()
    {
        Encoder = R3dArchitecture.Small,
        Clips = new ClipOptions { Frames = 8, Interval = 2, ShortSide = 36, CropSize = 32 },
        Augmentation = AugmentationOptions.CvrlFirstView with { Hue = 0, BlurProbability = 0.5, BlurSigma = new ValueRange(0.1, 1), BlurKernel = 5 },
        SecondAugmentation = AugmentationOptions.CvrlSecondView with { Hue = 0, BlurSigma = new ValueRange(0.1, 1), BlurKernel = 5 },
        BackgroundSubtraction = true,
        HeadWidth = 256,
        HeadLayers = 1,
        MaskOwnVideo = true,
        BatchSize = 32,
        Steps = 600,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-3,
        WarmupEpochs = 0,
        WarmupSteps = 20,
        WeightDecay = 0.01,
        EmbedClips = 4,
    };

    /// <summary>These options with a draw of augmentation for every frame in place of one for all frames of a clip, the paper's ablation.</summary>
    /// <remarks>The same as <see cref="AugmentationOptions.PerFrame"/> in the augmentation of both views.</remarks>
    public CvrlOptions WithPerFrameAugmentation() => this with
    {
        Augmentation = Augmentation with { PerFrame = true },
        SecondAugmentation = SecondAugmentation is null ? null : SecondAugmentation with { PerFrame = true },
    };

    internal override IReadOnlyList<string> Stages => [CvrlObjective.StageName];

    internal override PretrainingObjective MakeObjective(ClipNetwork encoder, TrainingRun run) => new CvrlObjective(encoder, this, run.Device);

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        Check(HeadWidth is >= 1 and <= 65_536, nameof(HeadWidth), HeadWidth, "from 1 to 65536");
        Check(HeadLayers is >= 0 and <= 16, nameof(HeadLayers), HeadLayers, "from 0 to 16");
        Check(EmbeddingLength is >= 2 and <= 65_536, nameof(EmbeddingLength), EmbeddingLength, "from 2 to 65536");
        Check(Temperature is > 0 and <= 100, nameof(Temperature), Temperature, "above 0 and at most 100");

        void Check(bool good, string name, object value, string rule)
        {
            if (!good)
                faults.Add($"{name} is {value}; it must be {rule}.");
        }
    }
}

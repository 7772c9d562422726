using Cacl.Clips;
using Cacl.Learning;
using Cacl.Learning.Tests;

namespace TrainingRank;

/// <summary>Options of every method whose numbers no dropout blurs, with networks that learn in milliseconds.</summary>
/// <remarks>Those of CACL and CVRL learn calmly: with batch norm in their heads the rounding of another number of threads grows a hundredfold in ten steps.</remarks>
internal static class Methods
{
    private static readonly ClipOptions Clips = MovingClips.Options.Clips;
    private static readonly R3dArchitecture Encoder = (R3dArchitecture)MovingClips.Options.Encoder;
    private static readonly FrameMeanArchitecture FrameEncoder = new() { Frames = new FrameArchitecture { StemKernelSize = 3, Channels = [8, 16], Blocks = [1, 1] } };

    private static readonly CaclOptions Cacl = MovingClips.Options with { CycleWeight = 0.1, CrossGradientStart = 0, CrossGradientRamp = 0, Positives = CaclPositives.All, ContrastHeadLayers = 0, Temperature = 0.5 };

    private static readonly Dictionary<string, PretrainingOptions> All = new()
    {
        ["cacl"] = Cacl,
        ["cacl-unshuffled"] = Cacl with { ShuffleBatchNorm = false },
        ["cvrl"] = CvrlOptions.Small with { Clips = Clips, Encoder = Encoder, ClipIntervals = null, HeadLayers = 0, EmbeddingLength = 16, Temperature = 0.5 },
        ["cvrl-c3d"] = CvrlOptions.Small with { Clips = Clips with { Frames = 8 }, Encoder = new C3dArchitecture { Channels = [4, 4, 6, 6, 8] }, ClipIntervals = null, EmbeddingLength = 16 },
        ["cycle-contrast"] = CycleContrastOptions.Small with { Clips = Clips, ClipIntervals = null, Encoder = FrameEncoder, EmbeddingLength = 8, QueueSize = 24, CycleQueueSize = 30, TwinMomentum = 0.95 },
        ["vcop"] = VcopOptions.Small with { Clips = Clips with { Frames = 2 }, Encoder = Encoder, Gap = 0, HeadWidth = 16 },
        ["playback-rate"] = PlaybackRateOptions.Small with { Clips = Clips with { Frames = 2 }, Encoder = Encoder, HeadWidth = 16 },
        ["shuffle-and-learn"] = ShuffleAndLearnOptions.Small with { Clips = Clips, Encoder = FrameEncoder, HeadWidth = 16 },
        ["opn"] = OpnOptions.Small with { Clips = Clips, Encoder = FrameEncoder, HeadWidth = 16 },
    };

    public static PretrainingOptions Of(string name, RankSettings settings, Communicator job)
    {
        PretrainingOptions method = All[name];
        if (method is CaclOptions cacl)
            method = cacl with { FrameTraining = cacl.FrameTraining with { BatchSize = 8 } };
        return (PretrainingOptions)Common(method, settings, job);
    }

    public static TrainingOptions Common(TrainingOptions options, RankSettings settings, Communicator job) => options with
    {
        Communicator = job,
        Steps = settings.Number("steps", 6),
        BatchSize = settings.Number("batch", 8),
        Accumulate = settings.Number("accumulate", 1),
        SyncBatchNorm = settings.Number("sync", 1) == 1,
        Optimizer = Enum.Parse<OptimizerKind>(settings.Text("optimizer") ?? nameof(OptimizerKind.Sgd)),
        LearningRate = settings.Amount("rate", 0.01),
        OverlapExchange = settings.Text("overlap") is { } overlap ? bool.Parse(overlap) : null,
        WarmupSteps = 2,
        ValidationShare = settings.Amount("validate", 0),
        ValidateEvery = 3,
        CacheMegabytes = settings.Number("cache", options.CacheMegabytes),
        CheckpointFolder = settings.Text("folder"),
        CheckpointEvery = settings.Number("every", 500),
    };
}

using Cacl.Learning;

namespace Cacl.ML.Tests;

/// <summary>Options that train for a second.</summary>
internal static class QuickOptions
{
    public static CaclOptions Cacl { get; } = CaclOptions.Small with
    {
        Clips = VideoSet.Clips,
        Encoder = new R3dArchitecture { StemKernelSize = 3, Channels = [8, 16], Blocks = [1, 1] },
        Transformer = new TransformerArchitecture { Depth = 1, Heads = 2, Width = 16, Frames = new FrameArchitecture { Channels = [8, 16], Blocks = [1, 1] } },
        FrameTraining = CaclOptions.Small.FrameTraining with { Steps = 2, BatchSize = 4, QueueSize = 16 },
        EmbeddingLength = 16,
        QueueSize = 16,
        DegreeHeadWidth = 32,
        BatchSize = 5,
        Steps = 4,
        WarmupSteps = 1,
        EmbedClips = 2,
    };
}

using Cacl.Learning;

/// <summary>Options that train for a second, in place of those that the readmes name.</summary>
internal static class Quick
{
    internal static CaclOptions Options { get; } = CaclOptions.Small with
    {
        Encoder = new R3dArchitecture { StemKernelSize = 3, Channels = [8, 16], Blocks = [1, 1] },
        Transformer = new TransformerArchitecture { Depth = 1, Heads = 2, Width = 16, Frames = new FrameArchitecture { Channels = [8, 16], Blocks = [1, 1] } },
        FrameTraining = CaclOptions.Small.FrameTraining with { Steps = 2, BatchSize = 4, QueueSize = 16 },
        EmbeddingLength = 16,
        QueueSize = 16,
        BatchSize = 4,
        Steps = 4,
        WarmupSteps = 1,
    };
}

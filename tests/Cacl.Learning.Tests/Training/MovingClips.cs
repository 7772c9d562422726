using Cacl.Clips;

namespace Cacl.Learning.Tests;

/// <summary>Small clips of a bright square that moves, in a place, direction and speed of its own for each clip.</summary>
internal static class MovingClips
{
    public static readonly FrameSize Size = new(20, 18);

    /// <summary>Options that learn something in a second.</summary>
    public static CaclOptions Options { get; } = CaclOptions.Small with
    {
        Clips = new ClipOptions { Frames = 6, Interval = 1, ShortSide = 18, CropSize = 16 },
        Encoder = new R3dArchitecture { StemKernelSize = 3, Channels = [8, 16], Blocks = [1, 1] },
        Transformer = new TransformerArchitecture { Depth = 1, Heads = 2, Width = 16, Frames = new FrameArchitecture { Channels = [8, 16], Blocks = [1, 1] } },
        FrameTraining = CaclOptions.Small.FrameTraining with { Steps = 3, BatchSize = 4, QueueSize = 32 },
        EmbeddingLength = 16,
        QueueSize = 32,
        DegreeHeadWidth = 32,
        BatchSize = 8,
        Steps = 6,
        WarmupSteps = 2,
    };

    public static List<byte[]> Make(int count, int frames = 6)
    {
        var clips = new List<byte[]>();
        for (int clip = 0; clip < count; clip++)
        {
            var random = new SampleRandom(11, 0, clip);
            int x = random.NextInt(12), y = random.NextInt(10), dx = random.NextInt(3) - 1, dy = random.NextInt(3) - 1;
            var pixels = new byte[frames * Size.Width * Size.Height * 3];
            for (int i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)random.NextInt(60);
            for (int frame = 0; frame < frames; frame++)
            {
                for (int row = 0; row < 6; row++)
                {
                    for (int column = 0; column < 6; column++)
                    {
                        int left = Math.Clamp(x + dx * frame + column, 0, Size.Width - 1), top = Math.Clamp(y + dy * frame + row, 0, Size.Height - 1);
                        pixels.AsSpan(((frame * Size.Height + top) * Size.Width + left) * 3, 3).Fill((byte)(180 + clip % 3 * 25));
                    }
                }
            }

            clips.Add(pixels);
        }

        return clips;
    }
}

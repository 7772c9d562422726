using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Train;

/// <summary>Clips of noise, which cost no decoding.</summary>
internal static class RandomClips
{
    /// <summary>Nothing is varied: clips of bytes only become floats, as the peer's do.</summary>
    public static AugmentationOptions Plain { get; } = new() { JitterProbability = 0, GrayscaleProbability = 0, FlipProbability = 0 };

    /// <summary>Two batches of clips of the size that is cropped.</summary>
    public static ColumnClipSource Of(CaclOptions options)
    {
        var random = new Random(1);
        int edge = options.Clips.CropSize;
        byte[][] clips = new byte[2 * options.BatchSize][];
        for (int i = 0; i < clips.Length; i++)
        {
            clips[i] = new byte[options.Clips.Frames * edge * edge * 3];
            random.NextBytes(clips[i]);
        }
        return new ColumnClipSource(clips, new FrameSize(edge, edge), options.Clips);
    }
}

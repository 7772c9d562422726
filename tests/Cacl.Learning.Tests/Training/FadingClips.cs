using Cacl.Clips;

namespace Cacl.Learning.Tests;

/// <summary>Small clips with a pattern of colours of their own each, which all grow brighter at the same speed: a frame tells its video and its time.</summary>
internal static class FadingClips
{
    public static readonly FrameSize Size = new(16, 16);

    /// <summary>A list that changes nothing but the place of the crop.</summary>
    public static AugmentationOptions Plain { get; } = new() { JitterProbability = 0, GrayscaleProbability = 0, FlipProbability = 0 };

    /// <summary>Frames of 16 x 16 pixels, taken as they are.</summary>
    public static ClipOptions Clips { get; } = new() { Frames = 4, Interval = 1, ShortSide = 16, CropSize = 16 };

    /// <summary>A 3D network of two stages.</summary>
    public static R3dArchitecture Clip3d { get; } = new() { StemKernelSize = 3, Channels = [8, 16], Blocks = [1, 1] };

    /// <summary>A 2D network of two stages.</summary>
    public static FrameMeanArchitecture FrameMean { get; } = new() { Frames = new FrameArchitecture { StemKernelSize = 3, Channels = [8, 16], Blocks = [1, 1] } };

    public static List<byte[]> Make(int count, int frames) => [.. Enumerable.Range(0, count).Select(clip => Make(clip, frames, 16))];

    /// <summary>Writes them as files, larger, for tests that need more of a video than one clip.</summary>
    public static string[] Write(string folder, int count, int frames)
    {
        string[] paths = [.. Enumerable.Range(0, count).Select(i => Path.Join(folder, $"{i}.avi"))];
        for (int clip = 0; clip < count; clip++)
        {
            using VideoFileWriter writer = VideoFileWriter.Create(paths[clip], new FrameSize(64, 64), 25, "MJPG");
            byte[] pixels = Make(clip, frames, 64);
            for (int frame = 0; frame < frames; frame++)
                writer.Write(pixels.AsSpan(frame * 64 * 64 * 3, 64 * 64 * 3));
        }

        return paths;
    }

    private static byte[] Make(int clip, int frames, int edge)
    {
        var random = new SampleRandom(21, 0, clip);
        var colours = new int[4 * 3];   // of the four quarters of a frame
        foreach (ref int value in colours.AsSpan())
            value = random.NextInt(140);
        var pixels = new byte[frames * edge * edge * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            int frame = i / (edge * edge * 3), row = i / (edge * 3) % edge, column = i / 3 % edge;
            int quarter = row * 2 / edge * 2 + column * 2 / edge;
            pixels[i] = (byte)(colours[quarter * 3 + i % 3] + frame * 100 / frames);
        }

        return pixels;
    }
}

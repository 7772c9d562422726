using Cacl.Clips;

namespace Cacl.Learning.Tests;

/// <summary>Video files of a pattern that moves, another one for each number.</summary>
internal static class PatternVideo
{
    /// <summary>Writes the video of a number.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="video">Its number, which is part of its name.</param>
    /// <param name="frames">How many frames it has.</param>
    /// <param name="of">Of each frame; null for 40 x 36 pixels.</param>
    public static string Write(string folder, int video, int frames, FrameSize? of = null)
    {
        string path = Path.Join(folder, $"video {video}.avi");
        FrameSize size = of ?? new FrameSize(40, 36);
        using VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, "MJPG");
        var pixels = new byte[size.ByteCount];
        for (int frame = 0; frame < frames; frame++)
        {
            for (int i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(i / 3 % 40 * (video + 1) + frame * 3 + i / 120 * video);
            writer.Write(pixels);
        }

        return path;
    }
}

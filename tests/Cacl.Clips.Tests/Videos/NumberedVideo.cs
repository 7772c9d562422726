namespace Cacl.Clips.Tests;

/// <summary>Videos whose frames show their own number: eight bits as bright and dark blocks, low bit left.</summary>
internal static class NumberedVideo
{
    public static readonly FrameSize Size = new(128, 96);

    public static string Write(string path, int frames, string codec = "MJPG")
    {
        using VideoFileWriter writer = VideoFileWriter.Create(path, Size, 25, codec);
        for (int i = 0; i < frames; i++)
            writer.Write(Picture(i));
        return path;
    }

    public static byte[] Picture(int number)
    {
        byte[] rgb = new byte[Size.ByteCount];
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = (number >> (i / 3 % Size.Width / 16) & 1) != 0 ? (byte)230 : (byte)25;
        return rgb;
    }

    /// <summary>Reads the number that a frame of any size shows.</summary>
    public static int NumberOf(ReadOnlySpan<byte> rgb, FrameSize size)
    {
        int number = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            int x = (2 * bit + 1) * size.Width / 16;
            number |= rgb[(size.Height / 2 * size.Width + x) * 3] > 128 ? 1 << bit : 0;
        }
        return number;
    }

    public static int[] NumbersOf(VideoFrames video)
    {
        int[] numbers = new int[video.FrameCount];
        byte[] frame = new byte[video.Size.ByteCount];
        for (int i = 0; i < numbers.Length; i++)
        {
            video.CopyFrames([i], frame);
            numbers[i] = NumberOf(frame, video.Size);
        }
        return numbers;
    }
}

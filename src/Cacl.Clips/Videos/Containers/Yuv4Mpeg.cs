using System.Globalization;
using System.Text;

namespace Cacl.Clips;

/// <summary>Y4M: a line of text that tells the size of the frames, then frames that are not packed.</summary>
internal static class Yuv4Mpeg
{
    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (!file.StartsWith("YUV4MPEG2"u8))
            return null;
        int end = file.Head.IndexOf((byte)'\n');
        string[] words = Encoding.ASCII.GetString(end < 0 ? file.Head : file.Head[..end]).Split(' ');
        if (Number(words, 'W') is not { } width || Number(words, 'H') is not { } height)
            return (VideoFault.NoFrames, "it is a YUV4MPEG2 video whose header tells no size of frames");
        // Each pixel has its brightness at least, in a byte at least.
        return (long)width * height > file.Length
            ? (VideoFault.NoFrames, $"it is a YUV4MPEG2 video of {width}x{height} pixels that ends before its first frame does")
            : (VideoFault.NoFrames, $"it is a YUV4MPEG2 video of {width}x{height} pixels, and no frame of it can be decoded: its data are damaged or missing");
    }

    private static int? Number(string[] words, char name)
    {
        foreach (string word in words)
        {
            if (word.StartsWith(name) && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
                return number;
        }
        return null;
    }
}

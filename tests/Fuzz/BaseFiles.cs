using Cacl.Clips;

namespace Cacl.Fuzz;

/// <summary>The sound files that damage is done to: some written here, in whatever this OpenCV can write, and others found.</summary>
public static class BaseFiles
{
    private const long MostBytes = 400_000;

    private static readonly FrameSize Size = new(96, 64), SmallSize = new(48, 32);

    private static readonly (string Extension, string Codec)[] Written =
    [
        ("avi", "MJPG"), ("avi", "XVID"), ("avi", "DIV3"), ("avi", "H264"), ("avi", "HFYU"), ("avi", "PNG "),
        ("mp4", "mp4v"), ("mp4", "avc1"), ("mp4", "hvc1"), ("mov", "mp4v"), ("mov", "MJPG"),
        ("mkv", "mp4v"), ("mkv", "MJPG"), ("mkv", "H264"), ("mkv", "FFV1"), ("webm", "VP80"), ("webm", "VP90"),
        ("mpg", "PIM1"), ("mpg", "MPG2"), ("ts", "MPG2"), ("mxf", "MPG2"), ("ogv", "THEO"), ("wmv", "WMV2"), ("flv", "FLV1"),
    ];

    /// <summary>Long enough that going to a frame may seek, with several keyframes.</summary>
    private static readonly (string Extension, string Codec)[] WrittenLong = [("avi", "MJPG"), ("avi", "XVID"), ("mp4", "mp4v"), ("mp4", "avc1"), ("webm", "VP80"), ("mkv", "H264"), ("ts", "MPG2")];

    /// <summary>Puts them into a folder, under names that sort the same way everywhere.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="videos">Folders whose files are copied into it, if they are small enough.</param>
    public static void Gather(string folder, IEnumerable<string> videos)
    {
        foreach ((string extension, string codec) in Written)
            Write(Path.Combine(folder, $"written-{codec.Trim()}.{extension}"), codec, Size, frames: 20);
        foreach ((string extension, string codec) in WrittenLong)
            Write(Path.Combine(folder, $"written-long-{codec.Trim()}.{extension}"), codec, SmallSize, frames: 250);
        foreach (string source in videos)
        {
            foreach (string path in Directory.EnumerateFiles(source))
            {
                if (new FileInfo(path).Length is > 0 and <= MostBytes)
                    File.Copy(path, Path.Combine(folder, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(source))}-{Path.GetFileName(path)}"), overwrite: true);
            }
        }
    }

    /// <summary>The files of such a folder in order.</summary>
    public static string[] List(string folder)
    {
        string[] paths = Directory.GetFiles(folder);
        Array.Sort(paths, string.CompareOrdinal);
        return paths;
    }

    /// <summary>A bright square that moves over a gradient. What this OpenCV can't write, is left out.</summary>
    private static void Write(string path, string codec, FrameSize size, int frames)
    {
        try
        {
            using VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, codec);
            byte[] frame = new byte[size.ByteCount];
            for (int number = 0; number < frames; number++)
            {
                for (int i = 0; i < frame.Length; i++)
                {
                    (int x, int y) = (i / 3 % size.Width, i / 3 / size.Width);
                    bool inside = (x - 3 * number) % size.Width is > -16 and <= 0 && (y - number) % size.Height is > -16 and <= 0;
                    frame[i] = inside ? (byte)230 : (byte)(x + y + 40 * (i % 3));
                }
                writer.Write(frame);
            }
        }
        catch (NotSupportedException)
        {
            return;
        }
        // A writer that opens and then writes nothing that can be read is of no use here.
        try
        {
            VideoFile.Open(path).Dispose();
        }
        catch (VideoException)
        {
            File.Delete(path);
        }
    }
}

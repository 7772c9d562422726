using Cacl.Clips;

namespace Cacl.ML.Tests;

/// <summary>A folder of small real videos, a square that moves in two ways, in a sub-folder for each.</summary>
public sealed class VideoSet : IDisposable
{
    public const int Frames = 12;

    public VideoSet()
    {
        Folder = Directory.CreateTempSubdirectory("cacl-ml-").FullName;
        foreach (string name in new[] { "across", "down" })
        {
            Directory.CreateDirectory(Path.Join(Folder, name));
            for (int i = 0; i < 5; i++)
                Write(Path.Join(Folder, name, $"{i}.avi"), name == "across" ? (1, 0) : (0, 1), start: i);
        }
    }

    public static FrameSize Size { get; } = new(44, 36);

    public static ClipOptions Clips { get; } = new() { Frames = 6, Interval = 1, ShortSide = 18, CropSize = 16 };

    public string Folder { get; }

    public string Add(string name, byte[] content)
    {
        string path = Path.Join(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string AddVideo(string name, int frames)
    {
        string path = Path.Join(Folder, name);
        Write(path, (1, 1), 0, frames);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Write(string path, (int X, int Y) step, int start, int frames = Frames)
    {
        using VideoFileWriter writer = VideoFileWriter.Create(path, Size, 25, "MJPG");
        for (int frame = 0; frame < frames; frame++)
        {
            byte[] pixels = new byte[Size.ByteCount];
            for (int y = 0; y < 12; y++)
                for (int x = 0; x < 12; x++)
                    pixels.AsSpan(((start * 2 + y + step.Y * frame) % Size.Height * Size.Width + (start * 3 + x + step.X * frame) % Size.Width) * 3, 3).Fill((byte)(120 + 25 * start));
            writer.Write(pixels);
        }
    }
}

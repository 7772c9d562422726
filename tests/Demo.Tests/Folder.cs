using Cacl.Clips;

namespace Cacl.Demo.Tests;

/// <summary>A folder of small real video files, gone when the test is over.</summary>
internal sealed class Folder : IDisposable
{
    private static readonly FrameSize Size = new(64, 48);

    internal string Root { get; } = Directory.CreateTempSubdirectory("cacl-demo-").FullName;

    internal string this[string name] => Path.Combine(Root, name);

    /// <summary>Writes a video of a square that moves over a pattern of its own.</summary>
    internal string Video(string name, int seed, bool isHorizontal = true, int frames = 40)
    {
        string path = this[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var random = new SampleRandom((ulong)seed, 0, 0);
        int red = random.NextInt(200), green = random.NextInt(200), blue = random.NextInt(200), start = random.NextInt(20);
        using var writer = VideoFileWriter.Create(path, Size, 20, "MJPG");
        var frame = new byte[Size.ByteCount];
        for (int i = 0; i < frames; i++)
        {
            int at = start + i % 20, left = isHorizontal ? at : 20, top = isHorizontal ? 15 : at;
            for (int y = 0; y < Size.Height; y++)
                for (int x = 0; x < Size.Width; x++)
                {
                    bool isSquare = x >= left && x < left + 12 && y >= top && y < top + 12;
                    var pixel = frame.AsSpan((y * Size.Width + x) * 3, 3);
                    pixel[0] = (byte)(isSquare ? 255 : red);
                    pixel[1] = (byte)(isSquare ? 255 - blue : (green + 4 * x) % 200);
                    pixel[2] = (byte)(isSquare ? 40 : (blue + 4 * y) % 200);
                }
            writer.Write(frame);
        }
        return path;
    }

    /// <summary>Writes videos of two classes of movement, so many of each.</summary>
    internal string Classes(string name, int each, int firstSeed)
    {
        for (int i = 0; i < each; i++)
        {
            Video(Path.Combine(name, "across", $"{i}.avi"), firstSeed + 2 * i);
            Video(Path.Combine(name, "down", $"{i}.avi"), firstSeed + 2 * i + 1, isHorizontal: false);
        }
        return this[name];
    }

    internal string Garbage(string name)
    {
        string path = this[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var bytes = new byte[20_000];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

using Cacl.Clips;

namespace Cacl.Cli.Tests;

/// <summary>Videos of two movements and an encoder that the tool has learned from them, made once for all tests.</summary>
public sealed class TrainedSet : IDisposable
{
    private static readonly FrameSize Size = new(64, 48);

    public TrainedSet()
    {
        foreach ((string part, int each) in new[] { ("train", 3), ("test", 2) })
            for (int i = 0; i < each; i++)
            {
                Write(Path.Join(Root, part, "across", $"{i}.avi"), isAcross: true, 7 * i);
                Write(Path.Join(Root, part, "down", $"{i}.avi"), isAcross: false, 7 * i + 3);
            }
        Training = Said.By("train", this["train"], "--output", this["run"], "--method", "cvrl", "--steps", "2", "--seed", "3", "--checkpoints", this["kept"], "--json");
        Export = Said.By("export", Encoder, "--license", "MIT", "--json");
    }

    internal string Root { get; } = Directory.CreateTempSubdirectory("cacl-tool-").FullName;

    internal string Encoder => this["run/encoder.safetensors"];

    internal string Onnx => this["run/encoder.onnx"];

    /// <summary>What the training that made the encoder said.</summary>
    internal Said Training { get; }

    /// <summary>What its export said.</summary>
    internal Said Export { get; }

    internal string this[string name] => Path.Join(Root, name);

    /// <summary>Writes a video of a stripe that moves over a slope.</summary>
    internal static string Write(string path, bool isAcross, int start, int frames = 40)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using VideoFileWriter video = VideoFileWriter.Create(path, Size, 20, "MJPG");
        var frame = new byte[Size.ByteCount];
        for (int i = 0; i < frames; i++)
        {
            for (int y = 0; y < Size.Height; y++)
                for (int x = 0; x < Size.Width; x++)
                    frame.AsSpan((y * Size.Width + x) * 3, 3).Fill((byte)(((isAcross ? x : y) + 60 - i - start % 30) % 30 < 6 ? 230 : 3 * x));
            video.Write(frame);
        }
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

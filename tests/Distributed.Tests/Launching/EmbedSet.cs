using Cacl.Cli;
using Cacl.Clips;

namespace Distributed.Tests;

/// <summary>Videos, a list of them with one that is none, an encoder, and what one process makes of them; made once for all tests.</summary>
public sealed class EmbedSet : IDisposable
{
    /// <summary>How many lines of the list name a video, each under a name of its own.</summary>
    internal const int Videos = 120;

    private static readonly FrameSize Size = new(64, 48);

    public EmbedSet()
    {
        Directory.CreateDirectory(this["videos"]);
        for (int i = 0; i < 3; i++)
            Write(this[$"videos/v{i}.avi"], 7 * i);
        for (int i = 3; i < Videos; i++)
            File.CreateSymbolicLink(this[$"videos/v{i}.avi"], this[$"videos/v{i % 3}.avi"]);
        Tool("train", this["videos/v0.avi"], this["videos/v1.avi"], this["videos/v2.avi"], "--output", this["run"], "--method", "cvrl", "--steps", "0");
        Tool("export", this["run/encoder.safetensors"], "--output", Encoder);

        File.WriteAllText(Bad, "This is no video.");
        // The bad one stands in the middle, and some stand in the list again.
        string[] names = [.. Enumerable.Range(0, Videos).Select(i => $"videos/v{i}.avi,{(i % 2 == 0 ? "even" : "odd")}")];
        File.WriteAllLines(List, ["path,label", .. names[..50], "videos/bad.avi,odd", .. names[50..], .. names[10..20]]);

        foreach (string ending in new[] { "index", "csv" })
            Tool([.. EmbedTo(this[$"alone.{ending}"])]);
    }

    internal string Root { get; } = Directory.CreateTempSubdirectory("cacl-job-").FullName;

    internal string Encoder => this["encoder.onnx"];

    internal string List => this["list.csv"];

    internal string Bad => this["videos/bad.avi"];

    /// <summary>The command line that embeds the list, by so many clips that a job can be met while it works.</summary>
    internal string[] EmbedTo(string output) => ["embed", Encoder, List, "--clips", "16", "--output", output];

    internal string this[string name] => Path.Join(Root, name);

    /// <summary>What one process wrote, in the format of that ending.</summary>
    internal byte[] Alone(string ending) => File.ReadAllBytes(this[$"alone.{ending}"]);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Runs the tool in this process.</summary>
    internal static string Tool(params string[] line)
    {
        using StringWriter output = new(), error = new();
        Assert.True(new Tool(output, error, isTerminal: false, CancellationToken.None).Run(line) == 0, error.ToString());
        return output.ToString();
    }

    // A stripe that moves over a slope.
    private static void Write(string path, int start)
    {
        using VideoFileWriter video = VideoFileWriter.Create(path, Size, 20, "MJPG");
        var frame = new byte[Size.ByteCount];
        for (int i = 0; i < 40; i++)
        {
            for (int y = 0; y < Size.Height; y++)
                for (int x = 0; x < Size.Width; x++)
                    frame.AsSpan((y * Size.Width + x) * 3, 3).Fill((byte)((x + 60 - i - start) % 30 < 6 ? 230 : 3 * x));
            video.Write(frame);
        }
    }
}

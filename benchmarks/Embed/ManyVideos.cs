using System.Diagnostics;
using Cacl.Onnx;

namespace Cacl.Benchmarks.Embed;

/// <summary>The process whose memory is watched: it embeds the videos that it is told and does nothing else.</summary>
internal static class ManyVideos
{
    public const string Command = "embed-many";

    /// <summary>Starts the process.</summary>
    public static Process Start(string encoder)
    {
        string[] arguments = [typeof(ManyVideos).Assembly.Location, Command, encoder];
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>What the process does: a video's path on each line that it reads, a line whenever one is embedded.</summary>
    public static void Embed(string encoder, TextReader paths, TextWriter done)
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(encoder);
        foreach (EmbeddedVideo video in featurizer.EmbedAll(Lines(paths)))
        {
            if (video.Fault is { } fault)
                throw fault;
            done.WriteLine("embedded");
        }
    }

    private static IEnumerable<string> Lines(TextReader paths)
    {
        while (paths.ReadLine() is { } path)
            yield return path;
    }
}

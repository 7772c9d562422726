using System.Diagnostics;
using Cacl.Onnx;

namespace Cacl.Benchmarks.Embed;

/// <summary>Embeds many videos, and compares the most memory that the process has during the first tenth and during the rest.</summary>
internal static class MemoryMeasure
{
    private const double Goal = 0.9;   // the collector lets garbage grow as it likes

    public static void Run(string[] videos, Encoders encoders, BenchmarkOptions options, Results results)
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(encoders.Exported(), new VideoFeaturizerOptions { ClipCount = 1 });
        int done = 0, early = Math.Max(1, options.Many / 10);
        double first = 0, rest = 0;
        foreach (EmbeddedVideo _ in featurizer.EmbedAll(Enumerable.Range(0, options.Many).Select(i => videos[i % videos.Length])))
        {
            if (++done <= early)
                first = Math.Max(first, Memory());
            else
                rest = Math.Max(rest, Memory());
        }
        results.Add($"memory, {options.Many} videos, 1 clip", rest, first, $"the first {early}", "MB", Goal);
    }

    private static double Memory()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1e6;
    }
}

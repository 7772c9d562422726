namespace Cacl.Benchmarks.Input;

/// <summary>Making one training sample, two views of a clip and of its shuffled twin, on one core.</summary>
internal static class SampleMeasure
{
    private const double ColdGoal = 15, CachedGoal = 100;

    // As many as make the cost of a single one measurable.
    private const int ColdSamples = 8, CachedSamples = 64;

    public static void Run(BenchmarkOptions options, Results results)
    {
        using Side ours = Side.Ours(Side.OneCore);
        using Side peers = Side.Peers(Side.OneCore, options.Authors);
        Console.WriteLine($"Both on core {Side.OneCore} alone. Authors' way: {options.Authors ?? "authors.py beside the program"}; {peers.About}.");
        Console.WriteLine("cold: the file is opened anew for each sample after the kernel was told to drop its pages (both sides);");
        Console.WriteLine("ours knows the frame count from an index made before. cache: every epoch after the first.");
        foreach (string video in options.Videos)
        {
            string name = Path.GetFileName(video);
            Answer index = ours.Ask(new Message("index", "") { Path = video });
            Func<double>[] sides =
            [
                () => ours.Ask(new Message("sample", "cold") { Path = video, FrameCount = index.Frames, Count = ColdSamples }).Seconds / ColdSamples,
                () => ours.Ask(new Message("sample", "cache") { Path = video, FrameCount = index.Frames, Count = CachedSamples }).Seconds / CachedSamples,
                () => peers.Ask(new Message("sample", "authors") { Path = video, Count = 1 }).Seconds,
            ];
            double[] seconds = Turns.Medians(options.Rounds, sides);
            Console.WriteLine($"{name,-32}{index.Frames,5} frames  cold {seconds[0] * 1e3,8:f2}  cache {seconds[1] * 1e3,8:f2}  authors {seconds[2] * 1e3,8:f1} ms");
            results.Time($"sample, cold: {name}", seconds[0] * 1e3, seconds[2] * 1e3, "authors' way", "ms", ColdGoal);
            results.Time($"sample, cache: {name}", seconds[1] * 1e3, seconds[2] * 1e3, "authors' way", "ms", CachedGoal);
        }
    }
}

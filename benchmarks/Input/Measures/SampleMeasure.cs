namespace Cacl.Benchmarks.Input;

/// <summary>Making one training sample, two views of a clip and of its shuffled twin, on one core.</summary>
internal static class SampleMeasure
{
    private const double ColdGoal = 15, CachedGoal = 100;

    // As many as make the cost of a single one measurable.
    private const int ColdSamples = 8, CachedSamples = 64;

    // Until .NET has compiled what runs often for good; a training run is past that in its first seconds.
    private const int WarmRounds = 6;

    public static void Run(BenchmarkOptions options, Results results)
    {
        using Side ours = Side.Ours(Side.OneCore);
        using Side peers = Side.Peers(Side.OneCore, options.Authors);
        Console.WriteLine($"Both on core {Side.OneCore} alone. Authors' way: {options.Authors ?? "authors.py beside the program"}; {peers.About}.");
        Console.WriteLine("cold: the file is opened anew for each sample, after the kernel was told to drop its pages (both sides);");
        Console.WriteLine("ours knows what an index keeps: the frame count and the places to seek to. cache: every later epoch, from the folder on disk.");
        string folder = Directory.CreateTempSubdirectory("cacl-bench-").FullName;
        try
        {
            Warm(options.Videos[0], folder, ours);
            foreach (string video in options.Videos)
                Measure(video, folder, ours, peers, options, results);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Warm(string video, string folder, Side ours)
    {
        ours.Ask(new Message("examine", "") { Path = video });
        for (int round = 0; round < WarmRounds; round++)
        {
            ours.Ask(new Message("sample", "cold") { Path = video, Count = ColdSamples });
            ours.Ask(new Message("sample", "cache") { Path = video, Count = CachedSamples, Save = folder });
        }
    }

    private static void Measure(string video, string folder, Side ours, Side peers, BenchmarkOptions options, Results results)
    {
        string name = Path.GetFileName(video);
        Answer examined = ours.Ask(new Message("examine", "") { Path = video });
        Func<double>[] sides =
        [
            () => ours.Ask(new Message("sample", "cold") { Path = video, Count = ColdSamples }).Seconds / ColdSamples,
            () => ours.Ask(new Message("sample", "cache") { Path = video, Count = CachedSamples, Save = folder }).Seconds / CachedSamples,
            () => peers.Ask(new Message("sample", "authors") { Path = video, Count = 1 }).Seconds,
        ];
        double[] seconds = Turns.Medians(options.Rounds, sides);
        Console.WriteLine($"{name,-32}{examined.Frames,5} frames  cold {seconds[0] * 1e3,8:f2}  cache {seconds[1] * 1e3,8:f2}  authors {seconds[2] * 1e3,8:f1} ms");
        results.Time($"sample, cold: {name}", seconds[0] * 1e3, seconds[2] * 1e3, "authors' way", "ms", ColdGoal);
        results.Time($"sample, cache: {name}", seconds[1] * 1e3, seconds[2] * 1e3, "authors' way", "ms", CachedGoal);
    }
}

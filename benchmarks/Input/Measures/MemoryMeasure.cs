namespace Cacl.Benchmarks.Input;

/// <summary>Resident size while clip after clip is read from files that are opened and closed, by as many threads as there are cores.</summary>
internal static class MemoryMeasure
{
    private const double Megabyte = 1024 * 1024;

    // Of the videos that were named, only small ones, and one in so many clips: most time is for opening and closing.
    private const long SmallBytes = 100_000;

    public static void Run(BenchmarkOptions options, Results results)
    {
        int[] points = options.Quick ? [250, 500, 1_000, 2_000] : [1_000, 5_000, 10_000, 20_000];
        string[] small = [.. options.Videos.Concat(options.More).Where(video => new FileInfo(video).Length < SmallBytes).Take(8)];
        string folder = Directory.CreateTempSubdirectory("cacl-bench-").FullName;
        try
        {
            using Side ours = Side.Ours();
            ours.Ask(new Message("make", "") { Path = folder });
            string[] made = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
            Console.WriteLine($"Clips of 16 frames from {made.Length} small files made here and {small.Length} of those named, {Environment.ProcessorCount} threads");
            long first = 0, last = 0;
            int read = 0;
            foreach (int point in points)
            {
                Answer answer = ours.Ask(new Message("memory", "") { Paths = [.. made, .. small], FrameCount = made.Length, Count = point - read });
                Console.WriteLine($"after {point,6} clips: {answer.Resident / Megabyte,8:f1} MB resident, {(point - read) / answer.Seconds,6:f0} clips/s");
                (read, last) = (point, answer.Resident);
                first = first == 0 ? last : first;
            }
            results.Figure($"memory: resident after {points[0]} clips", first / Megabyte, "MB");
            results.Figure($"memory: resident after {points[^1]} clips", last / Megabyte, "MB");
            results.Figure("memory: growth between the two", (last - first) / Megabyte, "MB");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

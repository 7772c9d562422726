using System.Diagnostics;

namespace Cacl.Benchmarks.Embed;

/// <summary>Has many videos embedded in a process of its own, watches how much memory it has while it works, and compares the most of the last quarter with the most of the first.</summary>
internal static class MemoryMeasure
{
    // A leak of 30 KB a video would miss this by far; what the collector lets garbage grow, and how allocators round, stays within.
    private const double Goal = 0.95;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static void Run(string[] videos, Encoders encoders, BenchmarkOptions options, Results results)
    {
        Console.WriteLine($"\n{options.Many} videos, of {Math.Min(videos.Length, options.Many)} files, {Encoders.SmallClips.Frames} x {Encoders.SmallClips.CropSize} x {Encoders.SmallClips.CropSize}");
        using Process process = ManyVideos.Start(encoders.ExportedSmall());
        int done = 0;
        Task reading = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is not null)
                Volatile.Write(ref done, done + 1);
        });
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < options.Many; i++)
                process.StandardInput.WriteLine(videos[i % videos.Length]);
            process.StandardInput.Close();
        });

        int[] marks = [options.Many / 10, options.Many / 4, options.Many / 2, options.Many * 3 / 4, options.Many];
        double[] most = new double[marks.Length];
        for (int mark = 0; mark < marks.Length; mark++)
        {
            double resident = 0;
            while (Volatile.Read(ref done) < marks[mark])
            {
                if (reading.IsCompleted && Volatile.Read(ref done) < marks[mark])
                    throw new BenchmarkException($"The process that embeds ended after {done} videos.");
                resident = Resident(process);
                most[mark] = Math.Max(most[mark], resident);
                Thread.Sleep(Pause);
            }
            Console.WriteLine($"after {marks[mark],5} videos: resident {resident:f0} MB, at most {most[mark]:f0} MB since the line above");
        }
        Task.WaitAll(reading, writing);
        process.WaitForExit();

        double first = Math.Max(most[0], most[1]), last = most[^1];
        Console.WriteLine($"growth of the most, from the first quarter to the last: {last - first:f1} MB");
        results.Add($"memory, the last quarter of {options.Many} videos", last, first, "the first quarter", "MB", Goal);
    }

    private static double Resident(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cacl.Clips;
using Cacl.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Scale;

/// <summary>One rank of a turn: it learns to classify random clips by the product's own loop, and the first says what a step took.</summary>
internal static class RankRun
{
    private const int Sums = 30;   // of each size, whose median counts

    public static void Run(Part part)
    {
        set_num_threads(part.Threads);
        using var job = new TimedJob(Communicator.Join());
        manual_seed(1);
        Workload workload = Workload.Named(part.Workload);
        var watch = new Watch(job, workload.WarmUp);
        TrainingOptions options = workload.Options(job, part.IsVaried) with { Progress = watch, BatchSize = part.Batch, OverlapExchange = part.Overlap, Steps = workload.WarmUp + part.Steps };
        using Objective objective = workload.Make(options);
        using var source = new ColumnClipSource(RandomClips(workload), new FrameSize(workload.Clips.CropSize, workload.Clips.CropSize), workload.Clips);
        TrainingLoop.Run(objective, source, options, []);

        long bytes = 4 * objective.Parameters.Sum(parameter => parameter.numel());
        // Not where steps alone are compared: on a slow link these take longer.
        (double small, double large) = part.Overlap is null ? (SecondsOfSum(job, 8), SecondsOfSum(job, bytes)) : default;
        double peak = double.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        if (job.Rank == 0)
            Console.WriteLine(JsonSerializer.Serialize(new Turn(watch.MedianStep, watch.Work, watch.ExchangeShare, peak, bytes, small, large)));
    }

    private static List<byte[]> RandomClips(Workload workload)
    {
        var random = new Random(1);
        var clips = new List<byte[]>();
        for (int clip = 0; clip < workload.Count; clip++)
        {
            clips.Add(new byte[workload.Clips.Frames * workload.Clips.CropSize * workload.Clips.CropSize * 3]);
            random.NextBytes(clips[clip]);
        }

        return clips;
    }

    private static double SecondsOfSum(TimedJob job, long bytes)
    {
        using Tensor values = zeros(bytes / 4);
        var seconds = new List<double>();
        for (int i = 0; i < Sums; i++)
        {
            job.Barrier();
            long start = Stopwatch.GetTimestamp();
            job.AllReduceSum(values);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return seconds.Order().ElementAt(Sums / 2);
    }

    /// <summary>Times the steps after the first ones.</summary>
    private sealed class Watch(TimedJob job, int warmUp) : IProgress<TrainingProgress>
    {
        private readonly List<double> steps = [];
        private long began;
        private double exchangeBefore, exchangeAfter;
        private TimeSpan workBefore, workAfter;

        public double MedianStep => steps.Order().ElementAt(steps.Count / 2);

        public double Work => (workAfter - workBefore).TotalSeconds / steps.Count;

        public double ExchangeShare => (exchangeAfter - exchangeBefore) / steps.Sum();

        public void Report(TrainingProgress value)
        {
            long now = Stopwatch.GetTimestamp();
            (exchangeAfter, workAfter) = (job.Seconds, Environment.CpuUsage.TotalTime);
            if (value.Step == warmUp)
                (exchangeBefore, workBefore) = (exchangeAfter, workAfter);
            else if (value.Step > warmUp)
                steps.Add(Stopwatch.GetElapsedTime(began, now).TotalSeconds);
            began = now;
        }
    }
}

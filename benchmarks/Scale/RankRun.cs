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

    public static void Run(Network network, int steps, int threads)
    {
        set_num_threads(threads);
        using var job = new TimedJob(Communicator.Join());
        manual_seed(1);
        using ClipNetwork encoder = network.Encoder.Create();
        using var classifier = nn.Linear(encoder.FeatureLength, Network.Classes);
        var watch = new Watch(job);
        var options = new FineTuneOptions
        {
            Communicator = job, Progress = watch, Clips = network.Clips, BatchSize = network.Batch, Steps = Network.WarmUp + steps, LearningRate = 0.01,
            Augmentation = new AugmentationOptions { JitterProbability = 0, GrayscaleProbability = 0 },
        };
        using var source = new ColumnClipSource(RandomClips(network), new FrameSize(network.Edge, network.Edge), network.Clips);
        using var objective = new FineTuneObjective(encoder, classifier, [.. Enumerable.Range(0, source.Count).Select(clip => (long)clip % Network.Classes)], options, CPU);
        TrainingLoop.Run(objective, source, options, []);

        long bytes = 4 * objective.Parameters.Sum(parameter => parameter.numel());
        double small = SecondsOfSum(job, 8), large = SecondsOfSum(job, bytes);
        double peak = double.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        if (job.Rank == 0)
            Console.WriteLine(JsonSerializer.Serialize(new Turn(watch.Seconds / steps, watch.Exchange / steps, peak, bytes, small, large)));
    }

    private static List<byte[]> RandomClips(Network network)
    {
        var random = new Random(1);
        var clips = new List<byte[]>();
        for (int clip = 0; clip < 2 * network.Batch; clip++)
        {
            clips.Add(new byte[network.Frames * network.Edge * network.Edge * 3]);
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
    private sealed class Watch(TimedJob job) : IProgress<TrainingProgress>
    {
        private long start;
        private double exchangeBefore;

        public double Seconds { get; private set; }

        public double Exchange { get; private set; }

        public void Report(TrainingProgress value)
        {
            if (value.Step == Network.WarmUp)
                (start, exchangeBefore) = (Stopwatch.GetTimestamp(), job.Seconds);
            (Seconds, Exchange) = (Stopwatch.GetElapsedTime(start).TotalSeconds, job.Seconds - exchangeBefore);
        }
    }
}

using System.Diagnostics;
using Cacl.Learning;
using TorchSharp;

namespace Cacl.Benchmarks.Train;

/// <summary>A whole run of the small preset on real videos: whether memory and the cost of a step stay as they are.</summary>
internal static class RunMeasure
{
    // Of the run's first steps some make what all later ones use: compiled code, libtorch's kernels, the heap's size.
    private const int WarmUp = 20;

    private const double Goal = 0.97;

    public static void Run(BenchmarkOptions benchmark, Results results)
    {
        int[] points = benchmark.Quick ? [20, 40, 80, 120] : [50, 100, 250, 500];
        torch.set_num_threads(benchmark.Threads);
        var record = new StepRecord(points);
        CaclOptions options = CaclOptions.Small with
        {
            Steps = points[^1],
            FrameTraining = CaclOptions.Small.FrameTraining with { Steps = 5 },
            Progress = record,
        };
        using (new CaclTrainer(options).Train(benchmark.Videos))
        {
        }

        foreach ((int step, double resident) in record.Memory)
            Console.WriteLine($"after {step,4} steps: {resident,7:f1} MB resident");
        Dictionary<int, double> memory = record.Memory.ToDictionary();
        int quarter = (points[^1] - WarmUp) / 4;
        double[] counted = [.. record.Seconds.Skip(WarmUp)];
        results.Add($"Small, run: resident after {points[^1]} steps", memory[points[^1]], memory[points[1]], $"after {points[1]}", "MB", Goal);
        results.Add("Small, run: mean step of the last quarter", counted[^quarter..].Average(), counted[..quarter].Average(), "of the first", "s", Goal);
    }

    /// <summary>Takes down each step of the main stage.</summary>
    private sealed class StepRecord(int[] points) : IProgress<TrainingProgress>
    {
        private long _last = Stopwatch.GetTimestamp();

        public List<double> Seconds { get; } = [];

        public List<(int Step, double Resident)> Memory { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.Stage == CaclObjective.StageName)
            {
                Seconds.Add(Stopwatch.GetElapsedTime(_last).TotalSeconds);
                if (points.Contains(value.Step))
                    Memory.Add((value.Step, Resident.Now));
            }
            _last = Stopwatch.GetTimestamp();
        }
    }
}

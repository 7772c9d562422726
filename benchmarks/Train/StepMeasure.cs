using System.Diagnostics;
using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Train;

/// <summary>One training step beside PyTorch's, and with real videos beside random clips; all take turns.</summary>
internal static class StepMeasure
{
    private const double PeerGoal = 1.0, InputGoal = 0.97;

    public static void Run(Preset preset, BenchmarkOptions benchmark, Results results)
    {
        CaclOptions options = preset.Options, plain = options with { Augmentation = RandomClips.Plain };
        int threads = benchmark.Threads;
        Resident.ForgetPeak();
        using Networks networks = new(options);
        using Peer peer = new(options, threads);
        if (networks.ParameterCount != peer.ParameterCount)
            throw new BenchmarkException($"The networks differ: {networks.ParameterCount} parameters here, {peer.ParameterCount} there.");

        using ClipSource noise = RandomClips.Of(options);
        using SteppedRun random = new(networks.Objective, noise, plain, threads);
        for (int step = 0; step < 2; step++)
        {
            random.Step();
            peer.Step();
        }
        (double ourPeak, double peerPeak) = (Resident.Peak(), Resident.Peak(peer.Process.Id));

        using ClipSource videos = new VideoClipSource(benchmark.Videos, options);
        using SteppedRun varied = new(networks.Objective, noise, options, threads);
        using SteppedRun real = new(networks.Objective, videos, options, threads);
        Console.WriteLine($"{networks.ParameterCount / 1e6:f1} million parameters in all networks, {videos.Count} videos, PyTorch {peer.Version}, {threads} threads");
        using Process here = Process.GetCurrentProcess();
        (double Seconds, double Work)[] medians = Medians(preset, (random.Step, here), (peer.Step, peer.Process), (varied.Step, here), (real.Step, here));
        Add("step", 0, 1, "PyTorch", PeerGoal);
        results.Add($"{preset.Title}: peak memory of it", ourPeak, peerPeak, "PyTorch", "MB", null);
        Add("step, augmented", 2, 0, "random clips, plain", null);
        Add($"step, real video {preset.Input}", 3, 0, "random clips, plain", InputGoal);

        // The processors' work is beside the time because other programs change it little.
        void Add(string what, int ours, int other, string name, double? goal)
        {
            results.Add($"{preset.Title}: {what}", medians[ours].Seconds, medians[other].Seconds, name, "s", goal);
            results.Add($"{preset.Title}: processors' work for it", medians[ours].Work, medians[other].Work, name, "s", null);
        }
    }

    // The seconds of a step and those of all processors together, of each side.
    private static (double Seconds, double Work)[] Medians(Preset preset, params (Func<double> Step, Process Process)[] sides)
    {
        List<double>[] seconds = [.. sides.Select(_ => new List<double>())], work = [.. sides.Select(_ => new List<double>())];
        long began = 0;
        for (int round = -preset.WarmUp; round < preset.Rounds.Least || (round < preset.Rounds.Most && Stopwatch.GetElapsedTime(began).TotalSeconds < preset.Rounds.Seconds); round++)
        {
            if (round == 0)
                began = Stopwatch.GetTimestamp();
            for (int i = 0; i < sides.Length; i++)
            {
                double before = WorkOf(sides[i].Process), taken = sides[i].Step(), after = WorkOf(sides[i].Process);
                if (round < 0)
                    continue;
                seconds[i].Add(taken);
                work[i].Add(after - before);
            }
        }
        Console.WriteLine($"{seconds[0].Count} rounds");
        return [.. seconds.Zip(work, (taken, worked) => (Median(taken), Median(worked)))];
    }

    private static double WorkOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}

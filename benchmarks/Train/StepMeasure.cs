using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Train;

/// <summary>One training step beside PyTorch's, and with real videos beside random clips; all take turns.</summary>
internal static class StepMeasure
{
    private const double PeerGoal = 1.0, InputGoal = 0.97;

    // Nothing is varied: clips of bytes only become floats, as the peer's do.
    private static readonly AugmentationOptions Plain = new() { JitterProbability = 0, GrayscaleProbability = 0, FlipProbability = 0 };

    public static void Run(Preset preset, BenchmarkOptions benchmark, Results results)
    {
        CaclOptions options = preset.Options, plain = options with { Augmentation = Plain };
        int threads = benchmark.Threads;
        Resident.ForgetPeak();
        using Networks networks = new(options);
        using Peer peer = new(options, threads);
        if (networks.ParameterCount != peer.ParameterCount)
            throw new BenchmarkException($"The networks differ: {networks.ParameterCount} parameters here, {peer.ParameterCount} there.");

        using ClipSource noise = RandomClips(options);
        using SteppedRun random = new(networks.Objective, noise, plain, threads);
        for (int step = 0; step < 2; step++)
        {
            random.Step();
            peer.Step();
        }
        (double ourPeak, double peerPeak) = (Resident.Peak(), Resident.Peak(peer.ProcessNumber));

        using ClipSource videos = new VideoClipSource(benchmark.Videos, options);
        using SteppedRun varied = new(networks.Objective, noise, options, threads);
        using SteppedRun real = new(networks.Objective, videos, options, threads);
        Console.WriteLine($"{networks.ParameterCount / 1e6:f1} million parameters in all networks, {videos.Count} videos, PyTorch {peer.Version}, {threads} threads, {preset.Rounds} rounds");
        double[] medians = Medians(preset, random.Step, peer.Step, varied.Step, real.Step);
        results.Add($"{preset.Title}: step", medians[0], medians[1], "PyTorch", "s", PeerGoal);
        results.Add($"{preset.Title}: peak memory of it", ourPeak, peerPeak, "PyTorch", "MB", null);
        results.Add($"{preset.Title}: step, augmented", medians[2], medians[0], "random clips, plain", "s", null);
        results.Add($"{preset.Title}: step, real video {preset.Input}", medians[3], medians[0], "random clips, plain", "s", InputGoal);
    }

    private static double[] Medians(Preset preset, params Func<double>[] sides)
    {
        List<double>[] seconds = [.. sides.Select(_ => new List<double>())];
        for (int round = -preset.WarmUp; round < preset.Rounds; round++)
        {
            for (int i = 0; i < sides.Length; i++)
            {
                double taken = sides[i]();
                if (round >= 0)
                    seconds[i].Add(taken);
            }
        }
        return [.. seconds.Select(Median)];
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }

    private static ColumnClipSource RandomClips(CaclOptions options)
    {
        var random = new Random(1);
        int edge = options.Clips.CropSize;
        byte[][] clips = new byte[2 * options.BatchSize][];
        for (int i = 0; i < clips.Length; i++)
        {
            clips[i] = new byte[options.Clips.Frames * edge * edge * 3];
            random.NextBytes(clips[i]);
        }
        return new ColumnClipSource(clips, new FrameSize(edge, edge), options.Clips);
    }
}

using Cacl.Benchmarks.Train;
using Cacl.Clips;
using Cacl.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Gpu;

/// <summary>
/// The device beside the CPU: the first steps in each precision from the same weights and clips, which may lie as far from those of the CPU in
/// float32 as PyTorch's steps lie from its own, within limits; and the varied views of clips.
/// </summary>
internal static class CpuComparison
{
    // How many times PyTorch's deviation ours may be: its own from other first weights and clips was up to 2.3 times as large.
    private const double Leeway = 3;

    // The most that losses may differ by, relatively, and 1 less the cosine of the ways, however far off PyTorch is: what errs alike on both sides is found by nothing else.
    // Rounding draws weights apart from step to step, so they agree less than losses.
    private static readonly Dictionary<ComputePrecision, (double Losses, double Way)> Limits = new()
    {
        [ComputePrecision.Float32] = (1e-3, 0.02),
        [ComputePrecision.TensorFloat32] = (1e-2, 0.1),
        [ComputePrecision.BFloat16] = (3e-2, 0.4),
    };

    // The part of a limit that is always allowed: where PyTorch happens to lie closer, the order of its sums and not its precision says so.
    private const double Allowed = 0.1;

    /// <summary>The most that a pixel from 0 to 1 may differ by: what tests allow the two ways of making colours.</summary>
    private const double MostOfPixel = 1e-5;

    // Less is none; a ratio needs a number.
    private const double Least = 1e-6;

    public static void Run(Setting setting, BenchmarkOptions benchmark, Results results)
    {
        // A CPU in float32 beside itself shows nothing.
        var deviations = Setting.PrecisionsOf(benchmark).Where(precision => benchmark.IsGpu || precision != ComputePrecision.Float32)
            .Select(precision => (Precision: precision, Ours: new Deviation(), Peer: new Deviation())).ToArray();
        for (int beginning = 1; beginning <= setting.Beginnings; beginning++)
        {
            CaclOptions options = setting.Compared with { Seed = beginning, Device = "cpu" };
            Trace ours = Trace.OfOurs(options, setting.ComparedSteps), peer = Trace.OfPyTorch(options, setting.ComparedSteps);
            Console.WriteLine($"beginning {beginning}, cpu, Float32: losses {Told(ours)}");
            foreach ((ComputePrecision precision, Deviation own, Deviation peers) in deviations)
            {
                CaclOptions other = options with { Device = benchmark.Device, Precision = precision };
                Trace found = Trace.OfOurs(other, setting.ComparedSteps);
                Console.WriteLine($"beginning {beginning}, {benchmark.Device}, {precision}: losses {Told(found)}");
                own.Add(ours, found);
                peers.Add(peer, Trace.OfPyTorch(other, setting.ComparedSteps));
            }
        }

        foreach ((ComputePrecision precision, Deviation own, Deviation peers) in deviations)
        {
            (double losses, double way) = Limits[precision];
            Add($"{precision}: losses off the CPU's", own.Losses, peers.Losses, losses);
            Add($"{precision}: weights' way off, 1 - cosine", own.Way, peers.Way, way);
        }
        CaclOptions varied = setting.Compared with { Augmentation = setting.Measured.Augmentation };
        results.AddError($"{setting.TitleOf(varied)}: pixels of views off the CPU's", Math.Max(PixelsOff(varied, benchmark.Device), Least), MostOfPixel, "tolerance", "", 1);

        void Add(string what, double own, double peers, double limit) => results.AddError(
            $"{setting.TitleOf(setting.Compared)} {what}", Math.Max(own, Least), Math.Clamp(Leeway * peers, Allowed * limit, limit), $"tolerance; PyTorch off its own {peers:g3}", "", 1);
    }

    // The most that varied views of the same clips differ by.
    private static double PixelsOff(CaclOptions options, string device)
    {
        using DisposeScope scope = NewDisposeScope();
        using var unrounded = new TensorFloat32(isAllowed: false);
        using ClipSource noise = RandomClips.Of(options);
        ClipBatch here = Batch(CPU), there = Batch(new Device(device));
        return Enumerable.Range(0, options.Views).Max(view => (here.View(view) - there.View(view).cpu()).abs().max().ToDouble());

        ClipBatch Batch(Device place)
        {
            using var loader = new BatchLoader(noise, options.Clips, options.AugmentationsOf(options.Views), options.ShuffleSampling, 1, options.BatchSize, 1, 1);
            return new ClipBatch(loader.Next(default)!, place, subtractBackground: false);
        }
    }

    private static string Told(Trace trace) => string.Join(", ", trace.Losses.Select(loss => $"{loss:f4}"));
}

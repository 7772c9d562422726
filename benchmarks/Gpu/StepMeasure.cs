using Cacl.Benchmarks.Train;
using Cacl.Learning;

namespace Cacl.Benchmarks.Gpu;

/// <summary>Seconds and memory of a step in each precision, beside the same step in PyTorch on the same device.</summary>
internal static class StepMeasure
{
    private const double Goal = 1.0;

    public static void Run(Setting setting, BenchmarkOptions benchmark, Results results)
    {
        var memory = SideMemory.Of(benchmark);
        foreach (ComputePrecision precision in Setting.PrecisionsOf(benchmark))
        {
            CaclOptions varied = setting.Measured with { Device = benchmark.Device, Precision = precision }, plain = varied with { Augmentation = RandomClips.Plain };
            string title = $"{setting.TitleOf(setting.Measured)} {precision}";
            Figures ours = Own(plain, setting, memory), augmented = Own(varied, setting, memory), eager = Python(plain, setting, memory, compile: false);
            if (ours.Parameters != eager.Parameters)
                throw new BenchmarkException($"The networks differ: {ours.Parameters} parameters here, {eager.Parameters} there.");
            Console.WriteLine($"{title}: {Clips(plain, ours):f1} clips a second, with augmentation {Clips(plain, augmented):f1}; PyTorch eager {Clips(plain, eager):f1}");
            results.Add($"{title}: step", ours.Seconds, eager.Seconds, "PyTorch eager", "s", Goal);
            results.Add($"{title}: peak memory", ours.Megabytes, eager.Megabytes, "PyTorch eager", "MB", null);
            results.Add($"{title}: step, augmented", augmented.Seconds, ours.Seconds, "not augmented", "s", null);
            try
            {
                Figures compiled = Python(plain, setting, memory, compile: true);
                Console.WriteLine($"{title}: torch.compile {Clips(plain, compiled):f1} clips a second");
                results.Add($"{title}: step", ours.Seconds, compiled.Seconds, "torch.compile", "s", null);
                results.Add($"{title}: peak memory", ours.Megabytes, compiled.Megabytes, "torch.compile", "MB", null);
            }
            catch (BenchmarkException fault)
            {
                // A Python may lack what torch.compile needs, such as a compiler; the other figures stand without it.
                Console.WriteLine($"{title}: torch.compile is left out. {fault.Message}");
            }
        }
    }

    private static double Clips(CaclOptions options, Figures figures) => options.BatchSize / figures.Seconds;

    private static Figures Own(CaclOptions options, Setting setting, SideMemory memory)
    {
        memory.Begin();
        using var side = new OwnSide(options);
        return new Figures(Median(setting, () => side.Step().Seconds), memory.Megabytes(side.Id), side.ParameterCount);
    }

    private static Figures Python(CaclOptions options, Setting setting, SideMemory memory, bool compile)
    {
        memory.Begin();
        using var peer = new Peer(options, Environment.ProcessorCount, compile);
        return new Figures(Median(setting, peer.Step), memory.Megabytes(peer.Process.Id), peer.ParameterCount);
    }

    private static double Median(Setting setting, Func<double> step)
    {
        for (int i = 0; i < setting.WarmUp; i++)
            step();
        double[] seconds = [.. Enumerable.Range(0, setting.Steps).Select(_ => step()).Order()];
        return (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
    }

    private sealed record Figures(double Seconds, double Megabytes, long Parameters);
}

using Cacl.Learning;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Gpu;

/// <summary>The first steps on the device in each precision beside those of the CPU in float32, from the same weights and clips.</summary>
internal static class CpuComparison
{
    // The most that losses may differ, relatively; and the least cosine between what all weights of the CNN have moved by. Rounding is drawn apart from step to step, so
    // weights agree less than losses.
    private static readonly Dictionary<ComputePrecision, (double Loss, double Cosine)> Tolerance = new()
    {
        [ComputePrecision.Float32] = (1e-3, 0.98),
        [ComputePrecision.TensorFloat32] = (1e-2, 0.9),
        [ComputePrecision.BFloat16] = (3e-2, 0.6),
    };

    public static void Run(Setting setting, BenchmarkOptions benchmark, Results results)
    {
        CaclOptions options = setting.Compared;
        Trace begin = Trace.Of(options with { Device = "cpu" }, 0), cpu = Trace.Of(options with { Device = "cpu" }, setting.ComparedSteps);
        Console.WriteLine($"CPU, float32: losses {string.Join(", ", cpu.Losses.Select(loss => $"{loss:f4}"))}");
        foreach (ComputePrecision precision in Setting.PrecisionsOf(benchmark))
        {
            Trace found = Trace.Of(options with { Device = benchmark.Device, Precision = precision }, setting.ComparedSteps);
            Console.WriteLine($"{benchmark.Device}, {precision}: losses {string.Join(", ", found.Losses.Select(loss => $"{loss:f4}"))}");
            double difference = cpu.Losses.Zip(found.Losses, (expected, loss) => Math.Abs(loss - expected) / expected).Max();
            double angle = 1 - Cosine(cpu.Weights.Zip(begin.Weights, (end, start) => end - start), found.Weights.Zip(begin.Weights, (end, start) => end - start));
            (double mostDifference, double leastCosine) = Tolerance[precision];
            results.Add($"{setting.Title} {precision}: losses' distance from the CPU's", Math.Max(difference, 1e-12), mostDifference, "tolerance", "", 1);
            results.Add($"{setting.Title} {precision}: weights' way, 1 - cosine", Math.Max(angle, 1e-12), 1 - leastCosine, "tolerance", "", 1);
        }
    }

    private static double Cosine(IEnumerable<float> left, IEnumerable<float> right)
    {
        double product = 0, squares = 0, others = 0;
        foreach ((float a, float b) in left.Zip(right))
        {
            product += (double)a * b;
            squares += (double)a * a;
            others += (double)b * b;
        }
        return product / Math.Sqrt(squares * others);
    }

    /// <summary>What a side's first steps give.</summary>
    private sealed record Trace(double[] Losses, float[] Weights)
    {
        public static Trace Of(CaclOptions options, int steps)
        {
            string path = Path.GetTempFileName();
            try
            {
                double[] losses;
                using (var side = new OwnSide(options, path))
                    losses = [.. Enumerable.Range(0, steps).Select(_ => side.Step().Loss)];
                Dictionary<string, Tensor> weights = Safetensors.Read(path, out _);
                // Statistics and counts are no weights.
                return new Trace(losses, [.. weights.Where(entry => entry.Key.EndsWith("weight", StringComparison.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.data<float>().ToArray())]);
            }
            finally
            {
                File.Delete(path);
            }
        }
    }
}

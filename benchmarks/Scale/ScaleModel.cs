using System.Globalization;

namespace Cacl.Benchmarks.Scale;

/// <summary>What the figures of two ranks say of larger jobs, under assumptions that are printed with it.</summary>
internal static class ScaleModel
{
    // What one sum is made of at most; and the two small sums of every step.
    private const double PieceBytes = 4 << 20;
    private const int SmallSums = 2;

    /// <summary>Prints the step time of jobs in which every rank has as many clips as here.</summary>
    /// <param name="compute">Seconds of a step without exchanges.</param>
    /// <param name="small">Seconds of a sum of a few bytes over two ranks.</param>
    /// <param name="large">Seconds of a sum of a gradient over two ranks.</param>
    /// <param name="bytes">Of a gradient.</param>
    public static void Print(double compute, double small, double large, long bytes)
    {
        double calls = Math.Ceiling(bytes / PieceBytes) + SmallSums;
        double bandwidth = bytes / Math.Max(large - small, 1e-9);   // of two ranks, who exchange the gradient once: 2 (N - 1) / N = 1
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            model: step = compute + calls alpha log2(N) + bytes 2 (N - 1) / N / bandwidth
              measured here: compute {compute * 1e3:f1} ms, alpha {small * 1e6:f0} us, bandwidth {bandwidth / 1e9:f2} GB/s, gradient {bytes / 1e6:f1} MB, {calls} calls a step
              assumed: every rank keeps its clips of a step and its cores; links between machines are as fast as this machine's memory, and 1.25 GB/s
              (10 Gb/s Ethernet) with alpha 30 us; no rank is slower than the others; loading keeps up. Sums come after the backward pass
              left out: keys, shuffle BN's clips and CVRL's vectors, which a method exchanges besides gradients, and which grow with N
            """));
        Console.WriteLine($"{"ranks",8}{"as here, ms",14}{"efficiency",12}{"10 Gb/s, ms",14}{"efficiency",12}");
        foreach (int ranks in new[] { 2, 8, 16, 32, 64, 128, 256 })
        {
            double here = Step(ranks, small, bandwidth), ethernet = Step(ranks, 30e-6, 1.25e9);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ranks,8}{here * 1e3,14:f1}{compute / here,12:p0}{ethernet * 1e3,14:f1}{compute / ethernet,12:p0}"));
        }

        double Step(int ranks, double alpha, double speed) => compute + calls * alpha * Math.Log2(ranks) + bytes * 2.0 * (ranks - 1) / ranks / speed;
    }
}

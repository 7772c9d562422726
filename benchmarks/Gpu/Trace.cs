using System.Runtime.InteropServices;
using Cacl.Benchmarks.Train;
using Cacl.Learning;

namespace Cacl.Benchmarks.Gpu;

/// <summary>What the first steps of a run give.</summary>
/// <param name="Losses">Of each step.</param>
/// <param name="Way">What all weights of the CNN have moved by.</param>
internal sealed record Trace(double[] Losses, float[] Way)
{
    /// <summary>Of our side.</summary>
    public static Trace OfOurs(CaclOptions options, int steps) => Read(file =>
    {
        using var side = new OwnSide(options, file);
        return [.. Enumerable.Range(0, steps).Select(_ => side.Step().Loss)];
    });

    /// <summary>Of PyTorch's.</summary>
    public static Trace OfPyTorch(CaclOptions options, int steps) => Read(file =>
    {
        using var peer = new Peer(options, Environment.ProcessorCount, way: file);
        var losses = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            peer.Step();
            losses[step] = peer.Loss;
        }
        return losses;
    });

    private static Trace Read(Func<string, double[]> run)
    {
        string file = Path.GetTempFileName();
        try
        {
            double[] losses = run(file);
            return new Trace(losses, [.. MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file))]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

namespace Cacl.Benchmarks.Gpu;

/// <summary>How far runs lie from the same runs on the CPU in float32.</summary>
internal sealed class Deviation
{
    private readonly List<double> squares = [];
    private readonly List<double> angles = [];

    /// <summary>The root of the mean square of what losses differ by, relatively.</summary>
    public double Losses => Math.Sqrt(squares.Average());

    /// <summary>1 less the cosine between the ways of the weights, the mean over the runs.</summary>
    public double Way => angles.Average();

    /// <summary>Takes a run.</summary>
    /// <param name="reference">On the CPU, in float32.</param>
    /// <param name="found">The same run otherwise.</param>
    public void Add(Trace reference, Trace found)
    {
        squares.AddRange(reference.Losses.Zip(found.Losses, (expected, loss) => Math.Pow((loss - expected) / expected, 2)));
        angles.Add(1 - Cosine(reference.Way, found.Way));
    }

    private static double Cosine(float[] left, float[] right)
    {
        if (left.Length != right.Length)
            throw new BenchmarkException($"The ways of {left.Length} and of {right.Length} weights can't be compared.");
        double product = 0, squares = 0, others = 0;
        foreach ((float a, float b) in left.Zip(right))
        {
            product += (double)a * b;
            squares += (double)a * a;
            others += (double)b * b;
        }
        return product / Math.Sqrt(squares * others);
    }
}

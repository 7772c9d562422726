namespace Cacl.Clips.Tests;

/// <summary>Pearson's test of counts against expected shares.</summary>
internal static class ChiSquare
{
    public static double OfUniform(ReadOnlySpan<int> counts)
    {
        double[] shares = new double[counts.Length];
        Array.Fill(shares, 1.0 / counts.Length);
        return Of(counts, shares);
    }

    public static double Of(ReadOnlySpan<int> counts, IReadOnlyList<double> shares)
    {
        double total = 0, sum = 0;
        foreach (int count in counts)
            total += count;
        for (int i = 0; i < counts.Length; i++)
        {
            double expected = total * shares[i];
            if (expected == 0)
                Assert.Equal(0, counts[i]);
            else
                sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return sum;
    }

    /// <summary>The value that chance exceeds once in a thousand times (Wilson and Hilferty's approximation).</summary>
    public static double Limit(int degreesOfFreedom)
    {
        double spread = 2.0 / (9 * degreesOfFreedom);
        return degreesOfFreedom * Math.Pow(1 - spread + 3.09 * Math.Sqrt(spread), 3);
    }
}

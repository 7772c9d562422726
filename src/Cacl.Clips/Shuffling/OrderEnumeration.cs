namespace Cacl.Clips;

/// <summary>Exact class frequencies of a sampling, by going through all n! orders.</summary>
internal static class OrderEnumeration
{
    public static void AddClassFrequencies(int frames, ShuffleSampling sampling, Span<double> frequencies)
    {
        Span<double> weightByMoved = stackalloc double[frames + 1];
        for (int moved = 0; moved <= frames; moved++)
            weightByMoved[moved] = Weight(frames, moved, sampling);

        int[] order = Enumerable.Range(0, frames).ToArray();
        Visit(order, 0, weightByMoved, frequencies);
    }

    /// <summary>Puts each of the remaining frames at <paramref name="place"/> in turn, and goes on to the next place.</summary>
    private static void Visit(int[] order, int place, ReadOnlySpan<double> weightByMoved, Span<double> frequencies)
    {
        if (place == order.Length)
        {
            int moved = 0;
            for (int i = 0; i < order.Length; i++)
                moved += order[i] != i ? 1 : 0;
            frequencies[ShuffleDegree.ClassOf(ShuffleDegree.Of(order))] += weightByMoved[moved];
            return;
        }
        for (int i = place; i < order.Length; i++)
        {
            (order[place], order[i]) = (order[i], order[place]);
            Visit(order, place + 1, weightByMoved, frequencies);
            (order[place], order[i]) = (order[i], order[place]);
        }
    }

    /// <summary>The probability of one order in which so many frames are not in their own place.</summary>
    private static double Weight(int frames, int moved, ShuffleSampling sampling)
    {
        if (sampling == ShuffleSampling.FullShuffle)
            return 1 / Factorial(frames);
        // The k chosen places must include all moved ones, and are then permuted in just this way.
        double weight = 0;
        for (int k = Math.Max(1, moved); k <= frames; k++)
            weight += Choose(frames - moved, k - moved) / Choose(frames, k) / Factorial(k) / frames;
        return weight;
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);

    private static double Choose(int n, int k) => Factorial(n) / Factorial(k) / Factorial(n - k);
}

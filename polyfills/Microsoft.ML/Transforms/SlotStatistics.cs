namespace Microsoft.ML.Transforms;

/// <summary>What a normalizer learns of one slot; missing values do not count.</summary>
internal sealed class SlotStatistics
{
    private double least = double.PositiveInfinity, most = double.NegativeInfinity, mean, squares;
    private long count;

    public void Add(double value)
    {
        if (!double.IsFinite(value)) return;
        least = Math.Min(least, value);
        most = Math.Max(most, value);
        // Welford: the mean of what came so far, and the sum of squares around it
        double before = value - mean;
        mean += before / ++count;
        squares += before * (value - mean);
    }

    public (float Scale, float Offset) MinMax(bool fixZero)
    {
        if (count == 0) return (1, 0);
        double range = fixZero ? Math.Max(Math.Abs(least), Math.Abs(most)) : most - least;
        return (range > 0 ? (float)(1 / range) : 0, fixZero ? 0 : (float)least);
    }

    public (float Scale, float Offset) MeanVariance(bool fixZero)
    {
        if (count == 0) return (1, 0);
        double variance = squares / count, spread = Math.Sqrt(fixZero ? variance + mean * mean : variance);
        return (spread > 0 ? (float)(1 / spread) : 0, fixZero ? 0 : (float)mean);
    }
}

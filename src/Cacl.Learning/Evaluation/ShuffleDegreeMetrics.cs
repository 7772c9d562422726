using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>How well shuffle degrees are predicted.</summary>
/// <param name="Confusion">Counts by actual class (row) and predicted class (column); class 0 is degree 0, class c is degree c + 1.</param>
/// <param name="Chance">Accuracy of always naming the class that the sampler draws most often.</param>
/// <param name="Sampling">How orders were drawn; an accuracy says nothing without it.</param>
public sealed record ShuffleDegreeMetrics(int[,] Confusion, double Chance, ShuffleSampling Sampling)
{
    /// <summary>How many clips were predicted.</summary>
    public int Clips => Confusion.Cast<int>().Sum();

    /// <summary>The part of clips whose class was predicted right, 0 to 1; not a number when there were none.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Confusion.GetLength(0)).Sum(i => Confusion[i, i]) / Clips;
}

namespace Cacl.Learning;

/// <summary>How often each true class was taken for each class.</summary>
/// <param name="Labels">The classes, in ordinal order: those of the actual and of the predicted labels.</param>
/// <param name="Counts">A row for each true class, a column for each predicted one.</param>
public sealed record ClassConfusion(IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<int>> Counts)
{
    /// <summary>How many were predicted.</summary>
    public int Total => Counts.Sum(row => row.Sum());

    /// <summary>The part that was predicted right, 0 to 1.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Labels.Count).Sum(label => Counts[label][label]) / Total;

    /// <summary>The same of each class that has rows of its own; the others have no entry.</summary>
    public IReadOnlyDictionary<string, double> PerLabel =>
        Enumerable.Range(0, Labels.Count).Where(label => Counts[label].Sum() > 0).ToDictionary(label => Labels[label], label => (double)Counts[label][label] / Counts[label].Sum());

    /// <summary>The mean of <see cref="PerLabel"/>, in which a class of few rows weighs as much as one of many.</summary>
    public double MeanPerLabel => PerLabel.Values.Average();

    /// <summary>Counts pairs of labels.</summary>
    /// <param name="actual">What each row is.</param>
    /// <param name="predicted">What it was taken for.</param>
    /// <exception cref="ArgumentException">There are no rows, or not as many of the one as of the other.</exception>
    public static ClassConfusion Of(IReadOnlyList<string> actual, IReadOnlyList<string> predicted)
    {
        if (actual.Count == 0 || actual.Count != predicted.Count)
            throw new ArgumentException($"There are {actual.Count} actual and {predicted.Count} predicted labels; it needs as many of the one as of the other, and at least one.", nameof(predicted));
        string[] labels = [.. actual.Concat(predicted).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> places = labels.Select((label, place) => (label, place)).ToDictionary();
        int[][] counts = [.. labels.Select(_ => new int[labels.Length])];
        for (int row = 0; row < actual.Count; row++)
            counts[places[actual[row]]][places[predicted[row]]]++;
        return new ClassConfusion(labels, counts);
    }
}

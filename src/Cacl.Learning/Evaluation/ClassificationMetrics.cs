namespace Cacl.Learning;

/// <summary>How well a classifier tells the classes of rows that it did not learn from.</summary>
/// <param name="Confusion">How often each class was taken for each.</param>
/// <param name="Top5Accuracy">The part of rows whose class is among the five that score highest, 0 to 1.</param>
/// <param name="Chance">Accuracy of always naming the class that is commonest among the examples.</param>
public sealed record ClassificationMetrics(ClassConfusion Confusion, double Top5Accuracy, double Chance)
{
    /// <summary>The part of rows whose class scores highest, 0 to 1.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>The same for the rows of each class.</summary>
    public IReadOnlyDictionary<string, double> PerLabel => Confusion.PerLabel;

    /// <summary>How many rows were told.</summary>
    public int Rows => Confusion.Total;

    /// <summary>Holds scores against labels.</summary>
    /// <param name="classes">The class of each score.</param>
    /// <param name="scores">For each row a score for each class; of equal ones the first class counts as the higher.</param>
    /// <param name="actual">The class of each row; one that is not among the classes is never told right.</param>
    /// <param name="commonest">The class that is commonest among the rows that the classifier learned from.</param>
    internal static ClassificationMetrics Of(IReadOnlyList<string> classes, IReadOnlyList<float[]> scores, IReadOnlyList<string> actual, string commonest)
    {
        string[][] best = [.. scores.Select(row => Enumerable.Range(0, classes.Count).OrderByDescending(place => row[place]).Take(5).Select(place => classes[place]).ToArray())];
        return new ClassificationMetrics(
            ClassConfusion.Of(actual, [.. best.Select(row => row[0])]),
            best.Zip(actual).Average(pair => pair.First.Contains(pair.Second) ? 1.0 : 0),
            actual.Average(label => label == commonest ? 1.0 : 0));
    }

    /// <summary>The label that occurs most often; of equals the first in ordinal order.</summary>
    internal static string Commonest(IEnumerable<string> labels) =>
        labels.CountBy(label => label).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;
}

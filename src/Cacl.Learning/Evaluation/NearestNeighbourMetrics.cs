namespace Cacl.Learning;

/// <summary>How well the labels of the nearest neighbours tell a query's label.</summary>
/// <param name="Accuracy">The part of queries whose label was told right, 0 to 1.</param>
/// <param name="PerLabel">The same for the queries of each label.</param>
/// <param name="Queries">How many queries there were.</param>
public sealed record NearestNeighbourMetrics(double Accuracy, IReadOnlyDictionary<string, double> PerLabel, int Queries)
{
    /// <summary>Lets the nearest neighbours of each query vote on its label.</summary>
    /// <param name="gallery">Vectors that vote.</param>
    /// <param name="queries">Vectors whose label is told.</param>
    /// <param name="neighbours">How many vote; among labels with as many votes, the one with the nearest voter wins.</param>
    /// <exception cref="ArgumentException">A set is empty or uneven, or vectors differ in length.</exception>
    public static NearestNeighbourMetrics Of(FeatureSet gallery, FeatureSet queries, int neighbours = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        FeatureSet.CheckPair(gallery, queries);
        (int Row, double Similarity)[][] found = Neighbours.Find(gallery.Features, queries.Features, neighbours);
        bool[] right = [.. found.Select((rows, query) => Vote(rows.Select(row => gallery.Labels[row.Row])) == queries.Labels[query])];
        return new NearestNeighbourMetrics(
            right.Average(hit => hit ? 1.0 : 0),
            right.Zip(queries.Labels).GroupBy(pair => pair.Second).ToDictionary(group => group.Key, group => group.Average(pair => pair.First ? 1.0 : 0)),
            queries.Count);
    }

    // GroupBy keeps the order of first appearance, nearest first, and MaxBy takes the first of equals.
    private static string Vote(IEnumerable<string> labels) => labels.GroupBy(label => label).MaxBy(group => group.Count())!.Key;
}

namespace Cacl.Learning;

/// <summary>How well the labels of the nearest neighbours tell a query's label.</summary>
/// <param name="Confusion">How often the neighbours of each label's queries voted for each label.</param>
public sealed record NearestNeighbourMetrics(ClassConfusion Confusion)
{
    /// <summary>The part of queries whose label was told right, 0 to 1.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>The same for the queries of each label.</summary>
    public IReadOnlyDictionary<string, double> PerLabel => Confusion.PerLabel;

    /// <summary>How many queries there were.</summary>
    public int Queries => Confusion.Total;

    /// <summary>Lets the nearest neighbours of each query vote on its label.</summary>
    /// <param name="gallery">Vectors that vote.</param>
    /// <param name="queries">Vectors whose label is told.</param>
    /// <param name="neighbours">How many vote; among labels with as many votes, the one with the nearest voter wins.</param>
    /// <exception cref="ArgumentException">A set is empty or uneven, or vectors differ in length.</exception>
    public static NearestNeighbourMetrics Of(FeatureSet gallery, FeatureSet queries, int neighbours = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        FeatureSet.CheckPair(gallery, queries);
        return Of(gallery, queries, Neighbours.Find(gallery.Features, queries.Features, neighbours), neighbours);
    }

    internal static NearestNeighbourMetrics Of(FeatureSet gallery, FeatureSet queries, (int Row, double Similarity)[][] found, int neighbours) =>
        new(ClassConfusion.Of(queries.Labels, [.. found.Select(rows => Vote(rows.Take(neighbours).Select(row => gallery.Labels[row.Row])))]));

    // GroupBy keeps the order of first appearance, nearest first, and MaxBy takes the first of equals.
    private static string Vote(IEnumerable<string> labels) => labels.GroupBy(label => label).MaxBy(group => group.Count())!.Key;
}

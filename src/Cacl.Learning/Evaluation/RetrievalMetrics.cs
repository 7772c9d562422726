namespace Cacl.Learning;

/// <summary>How often a query's label is among those of its nearest neighbours.</summary>
/// <param name="RecallAt">R@k by k, 0 to 1.</param>
/// <param name="Queries">How many queries there were.</param>
public sealed record RetrievalMetrics(IReadOnlyDictionary<int, double> RecallAt, int Queries)
{
    /// <summary>Measures retrieval of queries from a gallery.</summary>
    /// <param name="gallery">Vectors to find.</param>
    /// <param name="queries">Vectors to find neighbours of.</param>
    /// <param name="k">Neighbours looked at; a k above the gallery's rows looks at all.</param>
    /// <exception cref="ArgumentException">A set is empty or uneven, or vectors differ in length.</exception>
    public static RetrievalMetrics Of(FeatureSet gallery, FeatureSet queries, params IReadOnlyList<int> k)
    {
        FeatureSet.CheckPair(gallery, queries);
        if (k.Count == 0 || k.Any(value => value < 1))
            throw new ArgumentException($"k is [{string.Join(", ", k)}]; it must name one or more numbers of at least 1.", nameof(k));

        (int Row, double Similarity)[][] found = Neighbours.Find(gallery.Features, queries.Features, k.Max());
        return new RetrievalMetrics(
            k.Distinct().ToDictionary(
                at => at,
                at => (double)found.Where((rows, query) => rows.Take(at).Any(row => gallery.Labels[row.Row] == queries.Labels[query])).Count() / queries.Count),
            queries.Count);
    }
}

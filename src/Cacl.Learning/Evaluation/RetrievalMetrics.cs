namespace Cacl.Learning;

/// <summary>How often a query's label is among those of its nearest neighbours.</summary>
/// <param name="RecallAt">R@k by k, 0 to 1.</param>
/// <param name="PerLabel">The same for the queries of each label.</param>
/// <param name="ChanceAt">R@k that a gallery in random order gives.</param>
/// <param name="Queries">How many queries there were.</param>
public sealed record RetrievalMetrics(
    IReadOnlyDictionary<int, double> RecallAt,
    IReadOnlyDictionary<string, IReadOnlyDictionary<int, double>> PerLabel,
    IReadOnlyDictionary<int, double> ChanceAt,
    int Queries)
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
        return Of(gallery, queries, Neighbours.Find(gallery.Features, queries.Features, k.Max()), k);
    }

    internal static RetrievalMetrics Of(FeatureSet gallery, FeatureSet queries, (int Row, double Similarity)[][] found, IReadOnlyList<int> k)
    {
        int[] distinct = [.. k.Distinct().Order()];
        // The place of the first neighbour of the query's label, from 1; 0 when there is none.
        int[] firstHits = [.. found.Select((rows, query) => 1 + Array.FindIndex(rows, row => gallery.Labels[row.Row] == queries.Labels[query]))];
        return new RetrievalMetrics(
            RecallOf(Enumerable.Range(0, queries.Count)),
            Enumerable.Range(0, queries.Count).GroupBy(query => queries.Labels[query]).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, RecallOf),
            Chance(gallery.Labels, queries.Labels, distinct),
            queries.Count);

        IReadOnlyDictionary<int, double> RecallOf(IEnumerable<int> rows) =>
            distinct.ToDictionary(at => at, at => rows.Average(query => firstHits[query] > 0 && firstHits[query] <= at ? 1.0 : 0));
    }

    private static Dictionary<int, double> Chance(IReadOnlyList<string> gallery, IReadOnlyList<string> queries, int[] k)
    {
        Dictionary<string, int> sizes = gallery.CountBy(label => label).ToDictionary();
        return k.ToDictionary(at => at, at => queries.CountBy(label => label).Sum(
            group => group.Value * (1 - AllWrong(gallery.Count, sizes.GetValueOrDefault(group.Key), Math.Min(at, gallery.Count)))) / queries.Count);
    }

    // The probability that none of so many draws without putting back is among the right ones.
    private static double AllWrong(int all, int right, int draws)
    {
        double probability = 1;
        for (int draw = 0; draw < draws; draw++)
            probability *= Math.Max(0, all - right - draw) / (double)(all - draw);
        return probability;
    }
}

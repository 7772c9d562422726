namespace Cacl.Learning.Tests;

public class RetrievalMetricsTests
{
    private static readonly FeatureSet Gallery = new([[1, 0], [0.9f, 0.1f], [0, 1], [-1, 0]], ["a", "b", "b", "c"]);

    [Fact]
    public void Recall_counts_queries_whose_label_is_among_the_nearest()
    {
        var queries = new FeatureSet([[2, 0.01f], [0.5f, 0.05f], [0, 3], [0.1f, 1]], ["a", "a", "b", "c"]);

        RetrievalMetrics metrics = RetrievalMetrics.Of(Gallery, queries, 1, 2, 4);

        // Nearest labels of the four queries: a b b c, b a b c, b b a c, b b a c.
        Assert.Equal(0.5, metrics.RecallAt[1]);
        Assert.Equal(0.75, metrics.RecallAt[2]);
        Assert.Equal(1, metrics.RecallAt[4]);
        Assert.Equal(4, metrics.Queries);
    }

    [Fact]
    public void Neighbours_come_nearest_first_and_leave_out_what_is_excluded()
    {
        (int Row, double Similarity)[][] found = Neighbours.Find(Gallery.Features, [[1, 0]], 3, (_, row) => row == 0);

        Assert.Equal([1, 2, 3], found[0].Select(pair => pair.Row));
        Assert.Equal(0.9 / Math.Sqrt(0.82), found[0][0].Similarity, 1e-6);
        Assert.Equal(-1, found[0][2].Similarity, 1e-6);
    }

    [Fact]
    public void Sets_that_do_not_fit_are_refused_with_the_numbers()
    {
        var three = new FeatureSet([[1, 0, 0]], ["a"]);

        Assert.StartsWith("Gallery vectors have 2 values and query vectors 3", Assert.Throws<ArgumentException>(() => RetrievalMetrics.Of(Gallery, three, 1)).Message);
        Assert.StartsWith("The queries have no rows", Assert.Throws<ArgumentException>(() => RetrievalMetrics.Of(Gallery, new FeatureSet([], []), 1)).Message);
    }
}

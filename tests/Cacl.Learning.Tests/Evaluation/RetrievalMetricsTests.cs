using Cacl.Clips;

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
        Assert.Equal(0.5, metrics.PerLabel["a"][1]);
        Assert.Equal(1, metrics.PerLabel["a"][2]);
        Assert.Equal(0, metrics.PerLabel["c"][2]);
    }

    [Fact]
    public void Chance_is_what_galleries_in_every_order_give_on_average()
    {
        var gallery = new FeatureSet([[1], [1], [1], [1], [1]], ["a", "a", "b", "b", "c"]);
        var queries = new FeatureSet([[1], [1], [1]], ["a", "c", "d"]);

        RetrievalMetrics metrics = RetrievalMetrics.Of(gallery, queries, 1, 2, 50);

        // Of the 20 ordered draws of 2 among 5, 14 have one of the two a; 8 have the c.
        Assert.Equal((2 / 5.0 + 1 / 5.0) / 3, metrics.ChanceAt[1], 1e-12);
        Assert.Equal((14 / 20.0 + 8 / 20.0) / 3, metrics.ChanceAt[2], 1e-12);
        Assert.Equal(2 / 3.0, metrics.ChanceAt[50], 1e-12);
    }

    [Fact]
    public void Everything_equals_plain_loops_on_random_vectors()
    {
        FeatureSet gallery = Random(70, 37, 1), queries = Random(23, 37, 2);
        RetrievalMetrics metrics = RetrievalMetrics.Of(gallery, queries, 1, 5, 10);
        NearestNeighbourMetrics nearest = NearestNeighbourMetrics.Of(gallery, queries, 3);

        int hits = 0, right = 0;
        for (int query = 0; query < queries.Count; query++)
        {
            float[] q = queries.Features[query];
            int[] order = [.. Enumerable.Range(0, gallery.Count).OrderByDescending(row => Cosine(q, gallery.Features[row]))];
            hits += order.Take(5).Any(row => gallery.Labels[row] == queries.Labels[query]) ? 1 : 0;
            string[] three = [.. order.Take(3).Select(row => gallery.Labels[row])];
            string vote = three[1] == three[2] ? three[1] : three[0];
            right += vote == queries.Labels[query] ? 1 : 0;
        }

        Assert.Equal((double)hits / 23, metrics.RecallAt[5], 1e-12);
        Assert.Equal((double)right / 23, nearest.Accuracy, 1e-12);
        Assert.Equal(23, nearest.Confusion.Total);

        static double Cosine(float[] a, float[] b)
        {
            double dot = 0, left = 0, right = 0;
            for (int i = 0; i < a.Length; i++)
            {
                dot += (double)a[i] * b[i];
                left += (double)a[i] * a[i];
                right += (double)b[i] * b[i];
            }

            return dot / Math.Sqrt(left * right);
        }
    }

    [Fact]
    public void Equal_neighbours_come_in_the_order_of_their_rows()
    {
        float[] same = [0.3f, 0.7f, 0.1f, 0.9f, 0.2f, 0.4f, 0.6f, 0.8f, 0.5f];
        (int Row, double Similarity)[][] found = Neighbours.Find([same, [.. same.Reverse()], same, same], [same], 3);

        Assert.Equal([0, 2, 3], found[0].Select(pair => pair.Row));
    }

    [Fact]
    public void Confusion_counts_true_classes_in_rows_and_names_every_class_that_occurs()
    {
        ClassConfusion confusion = ClassConfusion.Of(["b", "a", "a", "a"], ["b", "b", "a", "c"]);

        Assert.Equal(["a", "b", "c"], confusion.Labels);
        Assert.Equal([1, 1, 1], confusion.Counts[0]);
        Assert.Equal([0, 1, 0], confusion.Counts[1]);
        Assert.Equal([0, 0, 0], confusion.Counts[2]);
        Assert.Equal(0.5, confusion.Accuracy);
        Assert.Equal(["a", "b"], confusion.PerLabel.Keys);
        Assert.Equal((1 / 3.0 + 1) / 2, confusion.MeanPerLabel, 1e-12);
        Assert.StartsWith("There are 1 actual and 0 predicted labels", Assert.Throws<ArgumentException>(() => ClassConfusion.Of(["a"], [])).Message);
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

    private static FeatureSet Random(int rows, int length, ulong seed)
    {
        var random = new SampleRandom(seed, 0, 0);
        var features = new List<float[]>();
        for (int row = 0; row < rows; row++)
        {
            var vector = new float[length];
            for (int i = 0; i < length; i++)
                vector[i] = (float)random.NextDouble() - 0.5f;
            features.Add(vector);
        }

        return new FeatureSet(features, [.. Enumerable.Range(0, rows).Select(row => $"{row % 4}")]);
    }
}

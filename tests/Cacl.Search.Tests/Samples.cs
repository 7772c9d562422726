namespace Cacl.Search.Tests;

/// <summary>Vectors for tests, and the plain loop that an index is held against.</summary>
internal static class Samples
{
    /// <summary>Small whole numbers: every product is exact in any order, and many are equal.</summary>
    public static float[][] Whole(Random random, int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => (float)random.Next(-2, 3)).ToArray())];

    /// <summary>Numbers of several sizes.</summary>
    public static float[][] Real(Random random, int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() - .5) * Math.Pow(10, random.Next(-2, 3)))).ToArray())];

    public static SearchIndex IndexOf(IReadOnlyList<float[]> vectors, int length, SearchSimilarity similarity)
    {
        var builder = new SearchIndexBuilder(length, similarity);
        for (int row = 0; row < vectors.Count; row++)
            builder.Add($"video {row}", vectors[row], row % 3 == 0 ? null : $"class {row % 3}");
        return builder.Build();
    }

    /// <summary>The nearest rows by definition, in double precision; of equally similar ones the first comes first.</summary>
    public static (int Row, double Similarity)[] Nearest(IReadOnlyList<float[]> rows, float[] query, int k, SearchSimilarity similarity) =>
        [.. rows.Select((row, i) => (Row: i, Similarity: SimilarityOf(row, query, similarity))).OrderByDescending(hit => hit.Similarity).ThenBy(hit => hit.Row).Take(k)];

    /// <summary>Of vectors as the index keeps them: for cosines scaled to length 1, and rounded to single precision.</summary>
    public static double SimilarityOf(float[] a, float[] b, SearchSimilarity similarity) =>
        similarity == SearchSimilarity.InnerProduct ? Product(a, b) : Product(Scaled(a), Scaled(b));

    private static float[] Scaled(float[] vector) => [.. vector.Select(value => (float)(value / Math.Sqrt(Product(vector, vector))))];

    private static double Product(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}

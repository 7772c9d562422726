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

    /// <summary>The nearest rows by definition, in double precision, of vectors as the index keeps them; of equally similar ones the first comes first.</summary>
    public static (int Row, double Similarity)[] Nearest(IReadOnlyList<float[]> rows, float[] query, int k, SearchSimilarity similarity)
    {
        if (similarity == SearchSimilarity.Cosine)
            (rows, query) = ([.. rows.Select(Scaled)], Scaled(query));
        return [.. rows.Select((row, i) => (Row: i, Similarity: Product(row, query))).OrderByDescending(hit => hit.Similarity).ThenBy(hit => hit.Row).Take(k)];
    }

    public static double Product(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    public static double NormOf(float[] vector) => Math.Sqrt(Product(vector, vector));

    /// <summary>The vector scaled to length 1, and rounded to single precision.</summary>
    private static float[] Scaled(float[] vector)
    {
        double norm = NormOf(vector);
        return [.. vector.Select(value => (float)(value / norm))];
    }
}

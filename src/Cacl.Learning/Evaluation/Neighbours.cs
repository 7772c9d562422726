namespace Cacl.Learning;

/// <summary>The rows of a gallery that are most alike to each query, by cosine similarity.</summary>
public static class Neighbours
{
    /// <summary>Finds the nearest rows.</summary>
    /// <param name="gallery">Vectors to find.</param>
    /// <param name="queries">Vectors to find neighbours of.</param>
    /// <param name="count">How many for each query; at most the gallery's rows.</param>
    /// <param name="excluded">Whether a gallery row does not count for a query (query, gallery row); null counts all.</param>
    /// <returns>For each query, gallery rows and similarities, nearest first; of equals the first row comes first.</returns>
    public static (int Row, double Similarity)[][] Find(IReadOnlyList<float[]> gallery, IReadOnlyList<float[]> queries, int count, Func<int, int, bool>? excluded = null)
    {
        float[][] unitGallery = [.. gallery.Select(ToUnit)];
        var found = new (int, double)[queries.Count][];
        for (int query = 0; query < queries.Count; query++)
        {
            float[] unit = ToUnit(queries[query]);
            int at = query;
            found[query] = [.. Enumerable.Range(0, unitGallery.Length)
                .Where(row => excluded is null || !excluded(at, row))
                .Select(row => (Row: row, Similarity: Dot(unit, unitGallery[row])))
                .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Row).Take(count)];
        }

        return found;
    }

    private static float[] ToUnit(float[] vector)
    {
        double length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return length == 0 ? vector : [.. vector.Select(value => (float)(value / length))];
    }

    private static double Dot(float[] left, float[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += (double)left[i] * right[i];
        return sum;
    }
}

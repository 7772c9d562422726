using System.Numerics;

namespace Cacl.Learning;

/// <summary>The rows of a gallery that are most alike to each query, by cosine similarity.</summary>
public static class Neighbours
{
    /// <summary>Finds the nearest rows.</summary>
    /// <param name="gallery">Vectors to find.</param>
    /// <param name="queries">Vectors to find neighbours of.</param>
    /// <param name="count">How many for each query; at most the gallery's rows.</param>
    /// <param name="excluded">Whether a gallery row does not count for a query (query, gallery row), asked from several threads; null counts all.</param>
    /// <returns>For each query, gallery rows and similarities, nearest first; of equals the first row comes first.</returns>
    public static (int Row, double Similarity)[][] Find(IReadOnlyList<float[]> gallery, IReadOnlyList<float[]> queries, int count, Func<int, int, bool>? excluded = null)
    {
        float[][] unitGallery = [.. gallery.Select(ToUnit)];
        var found = new (int, double)[queries.Count][];
        Parallel.For(0, queries.Count, query => found[query] = Nearest(unitGallery, ToUnit(queries[query]), count, row => excluded is not null && excluded(query, row)));
        return found;
    }

    // Keeps the nearest so far in order: few rows of a gallery ever enter, so that this costs little beside the products.
    private static (int, double)[] Nearest(float[][] gallery, float[] query, int count, Func<int, bool> excluded)
    {
        var nearest = new List<(int Row, double Similarity)>(Math.Min(count, gallery.Length) + 1);
        for (int row = 0; row < gallery.Length; row++)
        {
            if (excluded(row))
                continue;
            double similarity = Dot(query, gallery[row]);
            if (nearest.Count == count && !(similarity > nearest[^1].Similarity))
                continue;
            int place = nearest.Count;
            while (place > 0 && similarity > nearest[place - 1].Similarity)
                place--;
            nearest.Insert(place, (row, similarity));
            if (nearest.Count > count)
                nearest.RemoveAt(count);
        }

        return [.. nearest];
    }

    private static float[] ToUnit(float[] vector)
    {
        double length = Math.Sqrt(Dot(vector, vector));
        return length == 0 ? vector : [.. vector.Select(value => (float)(value / length))];
    }

    // Products are added up in double precision, so that long vectors lose nothing.
    private static double Dot(float[] left, float[] right)
    {
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        int i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(left, i), out Vector<double> leftLow, out Vector<double> leftHigh);
            Vector.Widen(new Vector<float>(right, i), out Vector<double> rightLow, out Vector<double> rightHigh);
            low += leftLow * rightLow;
            high += leftHigh * rightHigh;
        }

        double sum = Vector.Sum(low + high);
        for (; i < left.Length; i++)
            sum += (double)left[i] * right[i];
        return sum;
    }
}

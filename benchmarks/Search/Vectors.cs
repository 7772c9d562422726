using System.Runtime.InteropServices;
using Cacl.Search;

namespace Cacl.Benchmarks.Search;

/// <summary>Random vectors of length 1, in an index of ours and in a file for the peer.</summary>
internal sealed class Vectors : IDisposable
{
    private const int MostQueries = 1000;

    public Vectors(int rows, int length)
    {
        var random = new Random(1);
        var builder = new SearchIndexBuilder(length, SearchSimilarity.InnerProduct);
        using (FileStream file = System.IO.File.Create(File))
        {
            for (int row = 0; row < rows; row++)
            {
                float[] vector = Next(random, length);
                builder.Add($"video{row}", vector);
                file.Write(MemoryMarshal.AsBytes<float>(vector));
            }
            Queries = [.. Enumerable.Range(0, MostQueries).Select(_ => Next(random, length))];
            foreach (float[] query in Queries)
                file.Write(MemoryMarshal.AsBytes<float>(query));
        }
        Index = builder.Build();
    }

    public SearchIndex Index { get; }

    public float[][] Queries { get; }

    /// <summary>Gets the file: all rows, then all queries, as single floats.</summary>
    public string File { get; } = Path.GetTempFileName();

    public void Dispose()
    {
        Index.Dispose();
        System.IO.File.Delete(File);
    }

    private static float[] Next(Random random, int length)
    {
        float[] vector = new float[length];
        double squares = 0;
        for (int i = 0; i < length; i++)
        {
            // Near enough to a normal distribution for directions without preference.
            vector[i] = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < length; i++)
            vector[i] /= (float)Math.Sqrt(squares);
        return vector;
    }
}

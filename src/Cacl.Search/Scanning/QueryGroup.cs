namespace Cacl.Search;

/// <summary>Queries that are compared with all rows in one pass over them.</summary>
internal sealed class QueryGroup
{
    // Of single precision, when rounded to the nearest.
    private const double HalfUnit = 1.0 / (1 << 24);

    private readonly double[] _margins;

    /// <summary>Takes queries as rows are kept.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="stride">The elements from one to the next, zeros at the end of each.</param>
    public QueryGroup(int count, int stride)
    {
        Count = count;
        Stride = stride;
        Single = new AlignedFloats(count * stride);
        Double = new double[count * stride];
        _margins = new double[count];
    }

    public int Count { get; }

    public int Stride { get; }

    /// <summary>Gets their elements, [queries, stride].</summary>
    public AlignedFloats Single { get; }

    /// <summary>Gets the same for exact products.</summary>
    public double[] Double { get; }

    /// <summary>Sets a query.</summary>
    /// <param name="query">Its number.</param>
    /// <param name="vector">Its elements.</param>
    /// <param name="vectors">The rows that it will be compared with.</param>
    /// <param name="greatestNorm">The greatest Euclidean length among them.</param>
    /// <param name="similarity">Of the index.</param>
    /// <param name="what">What the query is, for messages.</param>
    /// <exception cref="ArgumentException">The index takes no such vector.</exception>
    public void Set(int query, ReadOnlySpan<float> vector, VectorBlocks vectors, double greatestNorm, SearchSimilarity similarity, string what)
    {
        Span<float> row = Single.Span.Slice(query * Stride, vectors.Length);
        double norm = VectorRules.Write(vector, vectors.Length, similarity, row, what);
        for (int i = 0; i < row.Length; i++)
            Double[(query * Stride) + i] = row[i];

        // However the sum of n products is rounded on its way, it is off by no more than n u / (1 - n u) of the product of the
        // lengths (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), and where numbers are tiny by their last places.
        double roundings = (vectors.Length + 2) * HalfUnit;
        _margins[query] = (roundings / (1 - roundings) * norm * greatestNorm) + (vectors.Length * (double)float.Epsilon);
    }

    /// <summary>The product in single precision that a row must reach if its exact one may reach a bound.</summary>
    public float ScreenFor(int query, double bound) => MathF.BitDecrement((float)(bound - _margins[query]));
}

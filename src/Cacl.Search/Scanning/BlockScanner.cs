namespace Cacl.Search;

/// <summary>One thread's part of a search: it compares queries with the blocks that it comes to, and keeps the nearest rows.</summary>
internal abstract unsafe class BlockScanner
{
    protected BlockScanner(VectorBlocks vectors, QueryGroup queries, int most)
    {
        Vectors = vectors;
        Queries = queries;
        Nearest = new NearestRows[queries.Count];
        for (int i = 0; i < Nearest.Length; i++)
            Nearest[i] = new NearestRows(most);
    }

    /// <summary>Gets what each query has met so far.</summary>
    public NearestRows[] Nearest { get; }

    protected VectorBlocks Vectors { get; }

    protected QueryGroup Queries { get; }

    /// <summary>Compares all queries with a block.</summary>
    public abstract void Visit(int block);

    /// <summary>Compares a query with a row.</summary>
    protected void Compare(int query, double* doubles, int row, float* elements) =>
        Nearest[query].Offer(new RowScore(ExactProduct.Of(doubles + ((nint)query * Queries.Stride), elements, Queries.Stride), row));
}

namespace Cacl.Search;

/// <summary>Compares each query with each row exactly: for few queries, where memory is the limit and not the processor.</summary>
internal sealed unsafe class ExactScanner(VectorBlocks vectors, QueryGroup queries, int most) : BlockScanner(vectors, queries, most)
{
    public override void Visit(int block)
    {
        float* elements = Vectors.Block(block);
        int first = block * Vectors.RowsPerBlock, rows = Vectors.RowsOf(block);
        fixed (double* doubles = Queries.Double)
        {
            for (int row = 0; row < rows; row++, elements += Vectors.Stride)
            {
                for (int query = 0; query < Queries.Count; query++)
                    Compare(query, doubles, first + row, elements);
            }
        }
    }
}

using System.Runtime.Intrinsics.X86;

namespace Cacl.Search;

/// <summary>Multiplies in single precision, many rows with many queries at a time, and compares exactly only what may be near enough.</summary>
internal sealed unsafe class ScreeningScanner<TLanes> : BlockScanner
    where TLanes : unmanaged, ILanes<TLanes>
{
    private static readonly int Lanes = sizeof(TLanes) / sizeof(float);

    private readonly QueryPanels<TLanes> _panels;
    private readonly AlignedFloats _screens;
    private readonly AlignedFloats _scores = new(ScoreTile.Rows * QueryPanels<TLanes>.Width);
    private readonly AlignedFloats _lastRows;

    public ScreeningScanner(VectorBlocks vectors, QueryGroup queries, int most, QueryPanels<TLanes> panels)
        : base(vectors, queries, most)
    {
        _panels = panels;
        _lastRows = new AlignedFloats(ScoreTile.Rows * vectors.Stride);
        // What a product must reach, a number for each query; where a panel has none, no product does.
        _screens = new AlignedFloats(panels.Count * QueryPanels<TLanes>.Width);
        _screens.Span.Fill(float.PositiveInfinity);
        _screens.Span[..queries.Count].Fill(float.NegativeInfinity);
    }

    public override void Visit(int block)
    {
        float* elements = Vectors.Block(block);
        int first = block * Vectors.RowsPerBlock, rows = Vectors.RowsOf(block);
        int tileFloats = ScoreTile.Rows * Vectors.Stride, share = (tileFloats + _panels.Count - 1) / _panels.Count;
        for (int row = 0; row < rows; row += ScoreTile.Rows, elements += tileFloats)
        {
            int count = Math.Min(ScoreTile.Rows, rows - row);
            float* tile = elements;
            if (count < ScoreTile.Rows)
            {
                // A tile reads six rows, and behind the last of a block there need not be any memory.
                new ReadOnlySpan<float>(elements, count * Vectors.Stride).CopyTo(_lastRows.Span);
                tile = _lastRows.Start;
            }
            for (int panel = 0; panel < _panels.Count; panel++)
            {
                FetchAhead(elements + tileFloats + (panel * share), share);
                ScoreTile.Multiply<TLanes>(tile, Vectors.Stride, _panels.Panel(panel), Vectors.Length, _scores.Start);
                Screen(panel, first + row, count, tile);
            }
        }
    }

    // The next tile's rows are on their way while this one's are multiplied: six short runs are too short for a processor to
    // foresee. Behind the last of a block there may be no memory, which such a request leaves alone.
    private static void FetchAhead(float* from, int count)
    {
        if (!Sse.IsSupported)
            return;
        for (int i = 0; i < count; i += AlignedFloats.LineFloats)
            Sse.Prefetch1(from + i);
    }

    private void Screen(int panel, int firstRow, int rows, float* tile)
    {
        int firstQuery = panel * QueryPanels<TLanes>.Width;
        for (int at = 0; at < rows * QueryPanels<TLanes>.Width; at += Lanes)
        {
            int row = at / QueryPanels<TLanes>.Width, query = firstQuery + (at % QueryPanels<TLanes>.Width);
            if (TLanes.AnyAtLeast(TLanes.Load(_scores.Start + at), TLanes.Load(_screens.Start + query)))
                CompareLanes(_scores.Start + at, query, firstRow + row, tile + (row * Vectors.Stride));
        }
    }

    private void CompareLanes(float* scores, int firstQuery, int row, float* elements)
    {
        fixed (double* doubles = Queries.Double)
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                int query = firstQuery + lane;
                if (!(scores[lane] >= _screens.Start[query]))
                    continue;
                Compare(query, doubles, row, elements);
                _screens.Start[query] = Queries.ScreenFor(query, Nearest[query].Bound);
            }
        }
    }
}

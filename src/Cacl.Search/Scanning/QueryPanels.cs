namespace Cacl.Search;

/// <summary>A group's queries as <see cref="ScoreTile"/> reads them, as many to a panel as a tile takes; the last is filled up with zeros.</summary>
internal sealed unsafe class QueryPanels<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly AlignedFloats _elements;
    private readonly int _length;

    public QueryPanels(QueryGroup queries, int length)
    {
        _length = length;
        Count = (queries.Count + Width - 1) / Width;
        _elements = new AlignedFloats(Count * Width * length);
        for (int query = 0; query < queries.Count; query++)
        {
            float* from = queries.Single.Start + (query * queries.Stride), to = Panel(query / Width) + (query % Width);
            for (int i = 0; i < length; i++)
                to[i * Width] = from[i];
        }
    }

    /// <summary>Gets the queries of a panel.</summary>
    public static int Width { get; } = ScoreTile.WidthOf<TLanes>();

    public int Count { get; }

    public float* Panel(int panel) => _elements.Start + ((nint)panel * Width * _length);
}

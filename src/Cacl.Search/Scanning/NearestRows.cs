namespace Cacl.Search;

/// <summary>The nearest rows that a query has met so far: a heap with the farthest of them on top.</summary>
internal sealed class NearestRows(int most)
{
    private readonly RowScore[] _heap = new RowScore[most];
    private int _count;

    /// <summary>The similarity that a row must reach to get in.</summary>
    public double Bound { get; private set; } = double.NegativeInfinity;

    public ReadOnlySpan<RowScore> Rows => _heap.AsSpan(0, _count);

    /// <summary>Takes a row if it is nearer than the farthest, or if there is room.</summary>
    public void Offer(RowScore score)
    {
        if (_count < _heap.Length)
        {
            int at = _count++;
            for (int parent = (at - 1) / 2; at > 0 && score.CompareTo(_heap[parent]) > 0; parent = (at - 1) / 2)
            {
                _heap[at] = _heap[parent];
                at = parent;
            }
            _heap[at] = score;
        }
        else if (score.CompareTo(_heap[0]) < 0)
        {
            int at = 0;
            for (int child = 1; child < _count; child = (2 * at) + 1)
            {
                if (child + 1 < _count && _heap[child + 1].CompareTo(_heap[child]) > 0)
                    child++;
                if (score.CompareTo(_heap[child]) >= 0)
                    break;
                _heap[at] = _heap[child];
                at = child;
            }
            _heap[at] = score;
        }
        if (_count == _heap.Length)
            Bound = _heap[0].Similarity;
    }
}

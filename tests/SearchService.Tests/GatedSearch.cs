using Cacl.Search;

namespace Cacl.Samples.SearchService.Tests;

/// <summary>A search that finds nothing until it is let, or until it is cancelled.</summary>
internal sealed class GatedSearch : IVideoSearch, IDisposable
{
    private readonly ManualResetEventSlim gate = new();
    private int inside;
    private int most;

    public int Count => 1;

    public int Length => 1;

    internal int Inside => Volatile.Read(ref inside);

    /// <summary>The most that were inside at a time.</summary>
    internal int Most => Volatile.Read(ref most);

    public SearchEntry Entry(int row) => new("nothing.avi", null);

    public IReadOnlyList<SearchHit> Find(string path, int count, CancellationToken cancellation)
    {
        int now = Interlocked.Increment(ref inside);
        InterlockedMax(now);
        try
        {
            gate.Wait(cancellation);
            return [];
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    internal void Open() => gate.Set();

    public void Dispose() => gate.Dispose();

    private void InterlockedMax(int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}

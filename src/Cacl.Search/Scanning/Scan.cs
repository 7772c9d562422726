using System.Runtime.Intrinsics;

namespace Cacl.Search;

/// <summary>One pass over all rows for a group of queries.</summary>
internal static class Scan
{
    // Panels of half a MiB stay in a core's own cache while rows go by.
    private const int PanelFloats = 1 << 17;

    // A tile costs the same however few of its queries are there.
    private const int FewestScreened = 5;

    /// <summary>The most queries of a group.</summary>
    public static int MostQueries(int length) => Math.Clamp(PanelFloats / length, 32, 1024);

    /// <summary>Finds the nearest rows of each query, nearest first.</summary>
    /// <param name="vectors">The rows, held by the caller.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="most">The rows to find.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static RowScore[][] Run(VectorBlocks vectors, QueryGroup queries, int most, int threads, CancellationToken cancellation)
    {
        if (queries.Count < FewestScreened)
            return Run(vectors, () => new ExactScanner(vectors, queries, most), most, threads, cancellation);
        return Vector512.IsHardwareAccelerated
            ? Screened<Lanes16>(vectors, queries, most, threads, cancellation)
            : Screened<Lanes8>(vectors, queries, most, threads, cancellation);
    }

    /// <summary>The same with registers of a given width.</summary>
    public static RowScore[][] Screened<TLanes>(VectorBlocks vectors, QueryGroup queries, int most, int threads, CancellationToken cancellation)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var panels = new QueryPanels<TLanes>(queries, vectors.Length);
        return Run(vectors, () => new ScreeningScanner<TLanes>(vectors, queries, most, panels), most, threads, cancellation);
    }

    private static RowScore[][] Run(VectorBlocks vectors, Func<BlockScanner> newScanner, int most, int threads, CancellationToken cancellation)
    {
        var scanners = new BlockScanner[Math.Clamp(threads, 1, Math.Max(1, vectors.BlockCount))];
        int next = -1;
        void Work(int scanner)
        {
            BlockScanner own = scanners[scanner] = newScanner();
            int block;
            while (!cancellation.IsCancellationRequested && (block = Interlocked.Increment(ref next)) < vectors.BlockCount)
                own.Visit(block);
        }

        if (scanners.Length == 1)
            Work(0);
        else
            Parallel.For(0, scanners.Length, new ParallelOptions { MaxDegreeOfParallelism = scanners.Length }, Work);
        cancellation.ThrowIfCancellationRequested();

        var found = new RowScore[scanners[0].Nearest.Length][];
        for (int query = 0; query < found.Length; query++)
        {
            RowScore[] rows = [.. scanners.SelectMany(scanner => scanner.Nearest[query].Rows.ToArray())];
            Array.Sort(rows);
            found[query] = rows.Length > most ? rows[..most] : rows;
        }
        return found;
    }
}

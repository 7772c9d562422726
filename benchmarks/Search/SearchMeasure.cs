using System.Diagnostics;
using Cacl.Search;

namespace Cacl.Benchmarks.Search;

/// <summary>Searches with one query and with many, in turns with the peer.</summary>
internal static class SearchMeasure
{
    private const double Goal = 0.9;

    // Near ties fall differently in single precision.
    private const double LeastAgreement = 0.999;

    public static void Run(Vectors vectors, int threads, BenchmarkOptions options, Results results)
    {
        using var peer = new Peer(vectors, options.Nearest, threads);
        using var own = Process.GetCurrentProcess();
        string shared = threads == 1 ? "1 thread" : $"{threads} threads";
        Console.WriteLine($"\nFAISS {peer.Version}, {options.Rows} x {options.Length}, k = {options.Nearest}, {shared}");
        foreach (int queries in new[] { 1, 16, vectors.Queries.Length })
        {
            Compare(vectors, peer, queries, options.Nearest, threads);
            List<double> ours = [], theirs = [];
            double ourWork = -WorkOf(own), theirWork = -WorkOf(peer.Process);
            // One query is soon answered, and more turns even out what else the machine does.
            for (int round = 0; round < options.Rounds * (queries == 1 ? 3 : 1); round++)
            {
                ours.Add(Seconds(vectors, queries, options.Nearest, threads));
                theirs.Add(peer.Search(queries).Seconds);
            }
            ourWork += WorkOf(own);
            theirWork += WorkOf(peer.Process);
            string name = $"{queries} {(queries == 1 ? "query" : "queries")}, {shared}";
            results.Add(name, Median(ours), Median(theirs), "FAISS", "s", Goal);
            results.Add($"{name}: processor time", ourWork / ours.Count, theirWork / theirs.Count, "FAISS", "s", null);
        }
    }

    // Both sides' first search, which does not count, must find the same rows.
    private static void Compare(Vectors vectors, Peer peer, int queries, int nearest, int threads)
    {
        int[] theirs = peer.Search(queries).Rows;
        int[] ours = [.. Found(vectors, queries, nearest, threads).SelectMany(hits => hits.Select(hit => hit.Row))];
        double same = ours.Zip(theirs).Count(pair => pair.First == pair.Second) / (double)ours.Length;
        if (ours.Length != theirs.Length || same < LeastAgreement)
            throw new BenchmarkException($"Of {queries} queries only {same:p1} of the rows are those that FAISS finds.");
    }

    private static double Seconds(Vectors vectors, int queries, int nearest, int threads)
    {
        long start = Stopwatch.GetTimestamp();
        Found(vectors, queries, nearest, threads);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static IReadOnlyList<IReadOnlyList<SearchHit>> Found(Vectors vectors, int queries, int nearest, int threads) => queries == 1
        ? [vectors.Index.Search(vectors.Queries[0], nearest, threads)]
        : vectors.Index.Search(vectors.Queries[..queries], nearest, threads);

    // What a search takes from all processors does not hang on what else the machine does; threads of OpenMP that wait count too.
    private static double WorkOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

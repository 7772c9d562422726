// Exact search beside FAISS's IndexFlatIP, on the same vectors and with as many threads. Sides take turns in one run, and a
// ratio is that of the medians: above 1 ours is better.
//
//   Search [--rows N] [--length N] [--nearest K] [--threads N] [--quick] [--output FILE]
using Cacl.Benchmarks.Search;

try
{
    BenchmarkOptions options = BenchmarkOptions.Parse(args);
    using var vectors = new Vectors(options.Rows, options.Length);
    Results results = new();
    foreach (int threads in new[] { options.Threads, 1 }.Distinct())
        SearchMeasure.Run(vectors, threads, options, results);
    results.Print();
    results.Write(options.Output);
    return 0;
}
catch (Exception fault) when (fault is BenchmarkException or ArgumentException or IOException)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}

// Exact search beside FAISS's IndexFlatIP, on the same vectors and with as many threads. Sides take turns in one run, and a
// ratio is that of the medians: above 1 ours is better.
using Cacl.Benchmarks;
using Cacl.Benchmarks.Search;

return BenchmarkProgram.Run(args, BenchmarkOptions.Help, BenchmarkOptions.Parse, options =>
{
    using var vectors = new Vectors(options.Rows, options.Length);
    Results results = new();
    foreach (int threads in new[] { options.Threads, 1 }.Distinct())
        SearchMeasure.Run(vectors, threads, options, results);
    results.Print();
    results.Write(options.Output);
});

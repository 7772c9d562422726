// What a job of two ranks gains over one process with as many threads, what a step of it spends in exchanges, and what follows for larger jobs.
// The same steps in PyTorch's DistributedDataParallel over Gloo stand beside them; sides take turns, and a figure is the median of the turns.
using System.Text.Json;
using Cacl.Benchmarks;
using Cacl.Benchmarks.Scale;

if (args is ["rank", var part])
{
    RankRun.Run(JsonSerializer.Deserialize<Part>(part)!);
    return 0;
}

return BenchmarkProgram.Run(args, BenchmarkOptions.Help, BenchmarkOptions.Parse, options =>
{
    var results = new Results();
    foreach (string name in options.Workloads)
    {
        var measure = new ScaleMeasure(Workload.Named(name), options, results);
        if (options.OverlapAlone)
            measure.CompareOverlap();
        else
            measure.Run();
    }

    results.Print();
    results.Write(options.Output);
});

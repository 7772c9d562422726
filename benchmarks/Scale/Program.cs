// What a job of two ranks gains over one process with as many threads, what a step of it spends in exchanges, and what follows for larger jobs.
// The same steps in PyTorch's DistributedDataParallel over Gloo stand beside them; sides take turns, and a figure is the median of the turns.
using Cacl.Benchmarks;
using Cacl.Benchmarks.Scale;

if (args is ["rank", var network, var steps, var threads])
{
    RankRun.Run(Network.Named(network), int.Parse(steps), int.Parse(threads));
    return 0;
}

return BenchmarkProgram.Run(args, BenchmarkOptions.Help, BenchmarkOptions.Parse, options =>
{
    var results = new Results();
    foreach (string name in options.Networks)
        ScaleMeasure.Run(Network.Named(name), options, results);
    results.Print();
    results.Write(options.Output);
});

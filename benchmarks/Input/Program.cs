// Reading and augmenting videos beside cv2, PyAV, the ffmpeg program and the way of the paper's authors. Ours and the
// peers are servers in processes of their own and answer in turns, so that noise meets all alike; a ratio is that of
// the medians, and above 1 ours is better.
using Cacl.Benchmarks;
using Cacl.Benchmarks.Input;

if (args is ["serve"])
{
    Server.Run(Console.In, Console.Out);
    return 0;
}

return BenchmarkProgram.Run(args, BenchmarkOptions.Help, BenchmarkOptions.Parse, options =>
{
    Console.WriteLine($"{options.Videos.Count} videos and {options.More.Count} more, {Environment.ProcessorCount} cores{(options.Quick ? ", quick" : "")}");
    Results results = new();
    foreach (string section in options.Sections)
    {
        Console.WriteLine($"\n== {section} ==");
        BenchmarkOptions.Known[section](options, results);
    }
    results.Print();
    results.Write(options.Output);
});

// Reading and augmenting videos beside cv2, PyAV, the ffmpeg program and the way of the paper's authors. Ours and the
// peers are servers in processes of their own and answer in turns, so that noise meets all alike; a ratio is that of
// the medians, and above 1 ours is better.
//
//   Input [--videos PATH...] [--more PATH...] [--authors SCRIPT] [--only SECTION...] [--quick] [--output FILE]
//
// --videos are used everywhere, --more for "decode" and "memory" alone. Sections: sample, decode, memory, degree.
using Cacl.Benchmarks.Input;

try
{
    if (args is ["serve"])
    {
        Server.Run(Console.In, Console.Out);
        return 0;
    }

    BenchmarkOptions options = BenchmarkOptions.Parse(args);
    Console.WriteLine($"{options.Videos.Count} videos and {options.More.Count} more, {Environment.ProcessorCount} cores{(options.Quick ? ", quick" : "")}");
    Results results = new();
    foreach (string section in options.Sections)
    {
        Console.WriteLine($"\n== {section} ==");
        BenchmarkOptions.Known[section](options, results);
    }
    results.Print();
    results.Write(options.Output);
    return 0;
}
catch (Exception fault) when (fault is BenchmarkException or ArgumentException or IOException)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}

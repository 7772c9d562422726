// Videos to vectors beside a script of PyTorch and cv2, with the same weights, clips and number of threads. Sides take turns in
// one run, and a ratio is that of the medians: above 1 ours is better. Then the memory of many videos.
//
//   Embed --videos FOLDER [--count N] [--clips N] [--rounds N] [--many N] [--quick] [--output FILE]
using Cacl.Benchmarks.Embed;
using Cacl.Clips;

try
{
    BenchmarkOptions options = BenchmarkOptions.Parse(args);
    string[] videos = [.. VideoFolder.List(options.Videos).Select(video => video.Path).Where(path => ClipReader.WhyNot(path, Encoders.Clips) is null).Take(options.Count)];
    if (videos.Length == 0)
        throw new BenchmarkException($"{options.Videos} has no video of {Encoders.Clips.Span} frames.");
    Results results = new();
    using var encoders = new Encoders();
    SpeedMeasure.Run(videos, encoders, options, results);
    MemoryMeasure.Run(videos, encoders, options, results);
    results.Print();
    results.Write(options.Output);
    return 0;
}
catch (Exception fault) when (fault is BenchmarkException or ArgumentException or IOException)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}

// Videos to vectors beside a script of PyTorch and cv2, with the same weights, clips and cores. Sides take turns in one run, and
// a ratio is that of the medians: above 1 ours is better. Then the memory of many videos, in a process of its own.
using Cacl.Benchmarks;
using Cacl.Benchmarks.Embed;
using Cacl.Clips;

if (args is [ManyVideos.Command, var encoder])
{
    ManyVideos.Embed(encoder, Console.In, Console.Out);
    return 0;
}

return BenchmarkProgram.Run(args, BenchmarkOptions.Help, BenchmarkOptions.Parse, options =>
{
    string[] videos = [.. VideoFolder.List(options.Videos).Select(video => video.Path).Where(path => ClipReader.WhyNot(path, Encoders.Clips) is null)];
    if (videos.Length == 0)
        throw new BenchmarkException($"{options.Videos} has no video of {Encoders.Clips.Span} frames.");
    Results results = new();
    using var encoders = new Encoders();
    SpeedMeasure.Run(videos[..Math.Min(options.Count, videos.Length)], encoders, options, results);
    MemoryMeasure.Run(videos, encoders, options, results);
    results.Print();
    results.Write(options.Output);
});

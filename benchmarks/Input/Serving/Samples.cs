using System.Diagnostics;
using Cacl.Clips;
using Cacl.Learning;
using TorchSharp;

namespace Cacl.Benchmarks.Input;

/// <summary>Makes CACL's training samples by the classes that training makes them by.</summary>
internal static class Samples
{
    private const int Views = 2, Batch = 8;

    private static readonly CaclOptions Options = new();
    private static readonly Dictionary<string, VideoClipSource> Cached = [];
    private static ulong _seed;

    /// <summary>Makes batches of so many samples in all: two views of a clip and of its shuffled twin, floats of [3, 16, 112, 112].</summary>
    public static Answer Make(Message message)
    {
        ClipSource source = message.Way == "cold" ? new ColdClips(message.Path!, Examined.Of(message.Path!), Options.Clips) : FromCache(message.Path!, message.Save!);
        int batch = Math.Min(Batch, message.Count);
        var clock = Stopwatch.StartNew();
        using (var loader = new BatchLoader(source, Options.Clips, Options.AugmentationsOf(Views), Options.ShuffleSampling, ++_seed, batch, message.Count / batch, 1))
        {
            for (int made = 0; made < message.Count; made += batch)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                var clips = new ClipBatch(loader.Next(CancellationToken.None)!, torch.CPU, subtractBackground: false);
                for (int view = 0; view < Views; view++)
                    ClipBatch.ShuffleClips(clips.View(view), clips.Orders);
            }
        }
        double seconds = clock.Elapsed.TotalSeconds;
        if (source is VideoClipSource { OpenCount: > 0 })
            throw new InvalidOperationException("A video that should be in the cache was decoded.");
        return new Answer(seconds, message.Count);
    }

    /// <summary>A source that finds all videos in its folder, as in any epoch but the first of the first run, and holds none in memory.</summary>
    private static ClipSource FromCache(string path, string folder)
    {
        if (!Cached.TryGetValue(path, out VideoClipSource? source))
        {
            CaclOptions options = Options with { CacheFolder = folder, CacheMegabytes = 1 };
            using (var first = new VideoClipSource([path], options))
            {
                var random = new SampleRandom(1, 0, 0);
                first.Take(0, ref random);
            }
            Cached[path] = source = new VideoClipSource([path], options);
        }
        return source;
    }
}

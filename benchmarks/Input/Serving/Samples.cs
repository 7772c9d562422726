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
    private static readonly Dictionary<string, ClipSource> Cached = [];
    private static ulong _seed;

    /// <summary>Makes batches of so many samples in all: two views of a clip and of its shuffled twin, floats of [3, 16, 112, 112].</summary>
    public static Answer Make(Message message)
    {
        ClipSource source = message.Way == "cold" ? new ColdClips(message.Path!, message.FrameCount, Options.Clips) : FromCache(message.Path!);
        int batch = Math.Min(Batch, message.Count);
        var clock = Stopwatch.StartNew();
        using (var loader = new BatchLoader(source, Options.Clips, Options.AugmentationsOf(Views), Options.ShuffleSampling, ++_seed, batch, message.Count / batch, 1))
        {
            for (int made = 0; made < message.Count; made += batch)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                var clips = new ClipBatch(loader.Next(CancellationToken.None)!, torch.CPU, subtractBackground: false);
                for (int view = 0; view < Views; view++)
                    clips.ShuffleClips(clips.View(view));
            }
        }
        return new Answer(clock.Elapsed.TotalSeconds, message.Count);
    }

    private static ClipSource FromCache(string path)
    {
        if (!Cached.TryGetValue(path, out ClipSource? source))
            Cached[path] = source = new VideoClipSource([path], Options.Clips, Options.CacheMegabytes, CancellationToken.None);
        return source;
    }
}

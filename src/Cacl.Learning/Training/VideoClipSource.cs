using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Clips from video files, freshly placed each time.</summary>
/// <remarks>
/// Files are read through a store of decoded frames. A video that would take more than half of the store is left out of it:
/// its clips are decoded from the file each time, so that long videos cost time and not memory.
/// </remarks>
internal sealed class VideoClipSource : ClipSource
{
    private readonly ClipOptions options;
    private readonly ClipSampler sampler;
    private readonly FrameStore store;
    private readonly List<Entry> usable = [];
    private readonly List<SkippedVideo> skipped = [];

    /// <summary>Reads every video once, and skips those that can't be read or are too short.</summary>
    /// <exception cref="InvalidDataException">No video can be used.</exception>
    public VideoClipSource(IReadOnlyList<string> paths, ClipOptions options, int cacheMegabytes, CancellationToken cancellation)
    {
        this.options = options;
        sampler = new ClipSampler(options.Frames, options.Interval, options.ShortVideos);
        store = new FrameStore(options.ShortSide, cacheMegabytes * 1024L * 1024);

        var examined = new (Entry Entry, string? WhyNot)[paths.Count];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, paths.Count, parallel, i => examined[i] = Examine(paths[i]));
        foreach ((Entry entry, string? whyNot) in examined)
        {
            if (whyNot is null)
                usable.Add(entry);
            else
                skipped.Add(new SkippedVideo(entry.Path, whyNot));
        }

        if (usable.Count == 0)
        {
            string first = skipped.Count > 0 ? $" The first: {skipped[0].Path}: {skipped[0].Reason}" : "";
            throw new InvalidDataException($"None of {paths.Count} videos can be used.{first}");
        }
    }

    public override int Count => usable.Count;

    public override IReadOnlyList<SkippedVideo> Skipped => skipped;

    public override RawClip Take(int video, ref SampleRandom random)
    {
        Entry entry = usable[video];
        if (!entry.IsStored)
        {
            using var reader = new ClipReader(entry.Path, options);
            return reader.Random(ref random);
        }

        DecodedVideo frames = store.Get(entry.Path);
        (int first, int count) = options.Segment.Of(frames.FrameCount);
        Span<int> indices = stackalloc int[options.Frames];
        sampler.Random(count, ref random, indices);
        return ClipReader.Copy(frames, first, indices);
    }

    private (Entry, string?) Examine(string path)
    {
        try
        {
            (int frames, long promised, bool isStored) = CountFrames(path);
            return (new Entry(path, isStored), ClipReader.WhyNot(frames, promised, options)?.Reason);
        }
        catch (VideoException exception)
        {
            return (new Entry(path, false), exception.Cause);
        }
    }

    private (int Frames, long Promised, bool IsStored) CountFrames(string path)
    {
        long promised;
        using (VideoFile file = VideoFile.Open(path))
        {
            promised = file.PromisedFrameCount;
            long mostFrames = store.CapacityBytes / 2 / FrameSize.FitShortSide(file.Width, file.Height, options.ShortSide).ByteCount;
            if (promised == 0 || promised > mostFrames)
            {
                int frames = file.CountFrames();
                if (frames > mostFrames)
                    return (frames, promised, false);
            }
        }

        return (store.Get(path).FrameCount, promised, true);
    }

    private readonly record struct Entry(string Path, bool IsStored);
}

using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Clips from video files, freshly placed each time; the files are read through a store of decoded frames.</summary>
internal sealed class VideoClipSource : ClipSource
{
    private readonly ClipOptions options;
    private readonly ClipSampler sampler;
    private readonly FrameStore store;
    private readonly List<string> usable = [];
    private readonly List<SkippedVideo> skipped = [];

    /// <summary>Reads every video once, and skips those that can't be read or are too short.</summary>
    /// <exception cref="InvalidDataException">No video can be used.</exception>
    public VideoClipSource(IReadOnlyList<string> paths, ClipOptions options, int cacheMegabytes, CancellationToken cancellation)
    {
        this.options = options;
        sampler = new ClipSampler(options.Frames, options.Interval, options.ShortVideos);
        store = new FrameStore(options.ShortSide, cacheMegabytes * 1024L * 1024);

        var reasons = new string?[paths.Count];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, paths.Count, parallel, i => reasons[i] = WhyNot(paths[i]));

        for (int i = 0; i < paths.Count; i++)
        {
            if (reasons[i] is { } reason)
                skipped.Add(new SkippedVideo(paths[i], reason));
            else
                usable.Add(paths[i]);
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
        DecodedVideo frames = store.Get(usable[video]);
        (int first, int count) = options.Segment.Of(frames.FrameCount);
        Span<int> indices = stackalloc int[options.Frames];
        sampler.Random(count, ref random, indices);
        return SegmentClip.Copy(frames, first, indices);
    }

    private string? WhyNot(string path)
    {
        try
        {
            DecodedVideo frames = store.Get(path);
            return SegmentClip.WhyNot(frames.FrameCount, options, sampler);
        }
        catch (VideoException exception)
        {
            return exception.Cause;
        }
    }
}

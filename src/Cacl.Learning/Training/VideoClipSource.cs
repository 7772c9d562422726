using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Clips from video files, freshly placed each time.</summary>
/// <remarks>
/// Files are read through a store of decoded frames. A video that would take more than half of the store is left out of it:
/// its clips are decoded from the file each time, so that long videos cost time and not memory. A cache on disk takes those
/// that go into memory for the moment of their decoding.
/// </remarks>
internal sealed class VideoClipSource : ClipSource
{
    /// <summary>What a video may take that is decoded whole for the cache on disk alone.</summary>
    private const long MostAtOnce = 256L * 1024 * 1024;

    private readonly ClipOptions options;
    private readonly ClipSampler sampler;
    private readonly FrameScaling scaling;
    private readonly FrameStore store;
    private readonly FrameCache? cache;
    private readonly VideoIndex? index;
    private readonly List<Entry> usable = [];
    private readonly List<SkippedVideo> skipped = [];
    private int opened;

    /// <summary>Examines every video as the options say, and skips those that can't be read or are too short.</summary>
    /// <exception cref="InvalidDataException">No video can be used, or the index file is none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public VideoClipSource(IReadOnlyList<string> paths, TrainingOptions options)
        : this(paths, options.Clips, options.CacheMegabytes, options.Cancellation, CacheOf(options), options.IndexFile, options.Examination)
    {
    }

    public VideoClipSource(
        IReadOnlyList<string> paths, ClipOptions options, int cacheMegabytes, CancellationToken cancellation,
        FrameCache? cache = null, string? indexFile = null, IProgress<VideoIndexProgress>? progress = null)
    {
        this.options = options;
        this.cache = cache;
        sampler = new ClipSampler(options.Frames, options.Interval, options.ShortVideos);
        scaling = ScalingOf(options);
        store = new FrameStore(scaling, cacheMegabytes * 1024L * 1024, cache);
        if (indexFile is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(indexFile))!);
            index = VideoIndex.Update(indexFile, paths, progress: progress, cancellation: cancellation);
            progress = null;   // has been told
        }

        var examined = new (Entry Entry, string? WhyNot)[paths.Count];
        int done = 0, faulty = 0;
        var counting = new Lock();
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, paths.Count, parallel, i =>
        {
            examined[i] = Examine(paths[i]);
            lock (counting)
            {
                faulty += examined[i].WhyNot is null ? 0 : 1;
                progress?.Report(new VideoIndexProgress(++done, paths.Count, 0, faulty, paths[i]));
            }
        });
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

    /// <summary>What last went wrong with the cache on disk; null when nothing did.</summary>
    public string? CacheFault => cache?.LastFault;

    /// <summary>How many times a video file was opened by the decoder, for whatever purpose; what the index does is not counted.</summary>
    public long OpenCount => store.DecodeCount + Volatile.Read(ref opened);

    public override VideoIdentity IdentityOf(int video)
    {
        string path = Path.GetFullPath(usable[video].Path);
        return new VideoIdentity(path, VideoIdentity.HashOf($"{path}|{new FileInfo(path).Length}"));
    }

    public override RawClip Take(int video, ref SampleRandom random)
    {
        Span<int> frames = stackalloc int[options.Frames];
        sampler.Random(options.Segment.Of(usable[video].Frames).Count, ref random, frames);
        return Read(usable[video], frames);
    }

    public override RawClip TakePair(int video, ClipIntervalDistribution intervals, ref SampleRandom random)
    {
        Span<int> frames = stackalloc int[2 * options.Frames];
        new ClipPairSampler(sampler, intervals).Draw(options.Segment.Of(usable[video].Frames).Count, ref random, frames[..options.Frames], frames[options.Frames..]);
        return Read(usable[video], frames);
    }

    /// <summary>Reads frames of the segment.</summary>
    private RawClip Read(Entry entry, Span<int> frames)
    {
        int first = options.Segment.Of(entry.Frames).First;
        foreach (ref int frame in frames)
            frame += first;
        if (!entry.IsStored)
        {
            Interlocked.Increment(ref opened);
            using VideoFile file = VideoFile.Open(entry.Path, seekTable: entry.SeekTable);
            FrameSize size = scaling.Of(file.Width, file.Height);
            byte[] decoded = GC.AllocateUninitializedArray<byte>(frames.Length * size.ByteCount);
            file.Read(frames, size, decoded);
            return new RawClip(decoded, size);
        }

        using VideoFrames kept = store.Get(entry.Path);
        // Checked here, where the file can be named: it may have changed since it was examined.
        if (kept.FrameCount < entry.Frames)
            throw new VideoException(entry.Path, VideoFault.TooShort, $"it had {entry.Frames} frames when it was examined, and has {kept.FrameCount}");
        byte[] pixels = GC.AllocateUninitializedArray<byte>(frames.Length * kept.Size.ByteCount);
        kept.CopyFrames(frames, pixels);
        return new RawClip(pixels, kept.Size);
    }

    private (Entry, string?) Examine(string path)
    {
        try
        {
            if (index?.Find(path) is { Fault: not null } faulty)
                return (new Entry(path, 0, false), faulty.Cause);
            (Entry entry, long promised) = index?.Find(path) is { } known
                ? (new Entry(path, known.FrameCount, IsStored(known.FrameCount, scaling.Of(known.Size.Width, known.Size.Height)), known.SeekTable), known.PromisedFrameCount)
                : CountFrames(path);
            return (entry, ClipReader.WhyNot(entry.Frames, promised, options)?.Reason);
        }
        catch (VideoException exception)
        {
            return (new Entry(path, 0, false), exception.Cause);
        }
    }

    private (Entry Entry, long Promised) CountFrames(string path)
    {
        if (cache?.CountFrames(path) is { } kept)
            return (new Entry(path, kept.Frames, true), kept.Promised);
        Interlocked.Increment(ref opened);
        long promised;
        using (VideoFile file = VideoFile.Open(path))
        {
            promised = file.PromisedFrameCount;
            FrameSize size = scaling.Of(file.Width, file.Height);
            if (promised == 0 || !IsStored(promised, size))
            {
                int frames = file.CountFrames();
                if (!IsStored(frames, size))
                    return (new Entry(path, frames, false, file.SeekTable), promised);
            }
        }

        using VideoFrames decoded = store.Get(path);
        return (new Entry(path, decoded.FrameCount, true), promised);
    }

    private bool IsStored(long frames, FrameSize size)
    {
        Int128 bytes = (Int128)frames * size.ByteCount;
        return bytes <= store.CapacityBytes / 2 || (bytes <= MostAtOnce && cache?.Takes((long)bytes) == true);
    }

    private static FrameScaling ScalingOf(ClipOptions options) =>
        options.FixedSize is { } size ? FrameScaling.ToSize(size) : FrameScaling.ToShortSide(options.ShortSide);

    private static FrameCache? CacheOf(TrainingOptions options) => options.CacheFolder is null
        ? null
        : new FrameCache(options.CacheFolder, ScalingOf(options.Clips), options.CacheFolderMegabytes * 1024L * 1024, options.CacheFaults);

    private readonly record struct Entry(string Path, int Frames, bool IsStored, SeekTable? SeekTable = null);
}

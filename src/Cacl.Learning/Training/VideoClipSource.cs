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
    private readonly VideoReadOptions reading;
    private readonly CancellationTokenSource? eitherCancels;
    private readonly int framesAtOnce;
    private readonly ClipSampler sampler;
    private readonly FrameScaling scaling;
    private readonly FrameStore store;
    private readonly FrameCache? cache;
    private readonly long mostStored;   // bytes of a video
    private readonly VideoIndex? index;
    private readonly IProgress<SkippedVideo>? droppings;
    private readonly List<Entry> usable = [];
    private readonly List<SkippedVideo> skipped = [];
    private readonly List<IncompleteVideo> usedInPart = [];
    private readonly bool[] dropped;   // of each usable video
    private readonly Lock dropping = new();
    private int opened;

    /// <summary>Examines every video as the options say, and skips those that can't be read or are too short.</summary>
    /// <exception cref="InvalidDataException">No video can be used, or the index file is none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public VideoClipSource(IReadOnlyList<string> paths, TrainingOptions training)
    {
        options = training.ClipsRead;
        droppings = training.Dropped;
        framesAtOnce = (training.ClipIntervals is null ? 1 : 2) * options.Frames;
        CancellationToken cancellation = training.Cancellation;
        if (options.Reading.Cancellation.CanBeCanceled)
        {
            eitherCancels = CancellationTokenSource.CreateLinkedTokenSource(cancellation, options.Reading.Cancellation);
            cancellation = eitherCancels.Token;
        }

        reading = options.Reading with { Cancellation = cancellation };
        sampler = new ClipSampler(options.Frames, options.Interval, options.ShortVideos);
        scaling = options.Scaling;
        if (training.CacheFolder is { } folder)
            cache = new FrameCache(folder, scaling, training.CacheFolderMegabytes * 1024L * 1024, training.CacheFaults, reading);
        store = new FrameStore(scaling, training.CacheMegabytes * 1024L * 1024, cache, reading);
        mostStored = Math.Max(store.CapacityBytes / 2, cache is null ? 0 : Math.Min(MostAtOnce, cache.CapacityBytes / 2));

        IProgress<VideoIndexProgress>? progress = training.Examination;
        if (training.IndexFile is { } indexFile)
        {
            // The first rank examines the videos, and the others find what it found.
            Communicator job = training.Communicator;
            if (job.Rank > 0)
                job.Barrier();
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(indexFile))!);
            index = VideoIndex.Update(indexFile, paths, progress: progress, cancellation: cancellation, reading: reading);
            if (job.Rank == 0)
                job.Barrier();
            progress = null;   // has been told
        }

        Examine(paths, progress, cancellation);
        dropped = new bool[usable.Count];
        if (usable.Count == 0)
        {
            string first = skipped.Count > 0 ? $" The first: {skipped[0].Path}: {skipped[0].Reason}" : "";
            throw new InvalidDataException($"None of {paths.Count} videos can be used.{first}");
        }
    }

    public override int Count => usable.Count;

    public override IReadOnlyList<SkippedVideo> Skipped
    {
        get
        {
            lock (dropping)
                return [.. skipped];
        }
    }

    public override IReadOnlyList<IncompleteVideo> UsedInPart => usedInPart;

    /// <summary>What last went wrong with the cache on disk; null when nothing did.</summary>
    public string? CacheFault => cache?.LastFault;

    /// <summary>How many times a video file was opened by the decoder, for whatever purpose; what the index does is not counted.</summary>
    public long OpenCount => store.DecodeCount + Volatile.Read(ref opened);

    public override VideoIdentity IdentityOf(int video)
    {
        string path = Path.GetFullPath(usable[video].Path);
        return new VideoIdentity(path, VideoIdentity.HashOf($"{path}|{usable[video].Bytes}"));
    }

    public override bool IsDropped(int video) => Volatile.Read(ref dropped[video]);

    public override void Drop(int video, VideoException fault)
    {
        lock (dropping)
        {
            if (dropped[video])
                return;
            Volatile.Write(ref dropped[video], true);
            string frame = fault.Frame < 0 ? "" : $"frame {fault.Frame}: ";
            var left = new SkippedVideo(usable[video].Path, $"it could be read when the run began, and then no more: {frame}{fault.Cause}");
            skipped.Add(left);
            droppings?.Report(left);
        }
    }

    public override TakenClip Take(int video, ref SampleRandom random)
    {
        var frames = new int[options.Frames];
        sampler.Random(options.Segment.Of(usable[video].Frames).Count, ref random, frames);
        return Read(usable[video], frames);
    }

    public override TakenClip TakePair(int video, ClipIntervalDistribution intervals, ref SampleRandom random)
    {
        var frames = new int[2 * options.Frames];
        new ClipPairSampler(sampler, intervals).Draw(options.Segment.Of(usable[video].Frames).Count, ref random, frames.AsSpan(0, options.Frames), frames.AsSpan(options.Frames));
        return Read(usable[video], frames);
    }

    public override void Dispose() => eitherCancels?.Dispose();

    /// <summary>Reads frames of the segment.</summary>
    private TakenClip Read(Entry entry, int[] ofSegment)
    {
        int first = options.Segment.Of(entry.Frames).First;
        int[] frames = [.. ofSegment.Select(frame => first + frame)];
        using VideoFrames? kept = entry.IsStored ? store.TryGet(entry.Path, mostStored) : null;
        // Not kept either when it has grown since it was examined.
        if (kept is null)
        {
            using VideoFile file = Open(entry.Path, entry.SeekTable);
            FrameSize size = SizeIn(file);
            byte[] decoded = GC.AllocateUninitializedArray<byte>(frames.Length * size.ByteCount);
            file.Read(frames, size, decoded);
            return new TakenClip(new RawClip(decoded, size), frames);
        }

        // Checked here, where the file can be named: it may have changed since it was examined.
        if (kept.FrameCount < entry.Frames)
            throw new VideoException(entry.Path, VideoFault.TooShort, $"it had {entry.Frames} frames when it was examined, and has {kept.FrameCount}");
        CheckSize(entry.Path, kept.Size);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(frames.Length * kept.Size.ByteCount);
        kept.CopyFrames(frames, pixels);
        return new TakenClip(new RawClip(pixels, kept.Size), frames);
    }

    private void Examine(IReadOnlyList<string> paths, IProgress<VideoIndexProgress>? progress, CancellationToken cancellation)
    {
        var examined = new (Entry Entry, string? WhyNot, string? Shortfall)[paths.Count];
        int done = 0, faulty = 0;
        var counting = new Lock();
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, paths.Count, parallel, i =>
        {
            examined[i] = Examine(paths[i]);
            lock (counting)
            {
                if (examined[i].WhyNot is { } whyNot)
                {
                    faulty++;
                    droppings?.Report(new SkippedVideo(paths[i], whyNot));
                }

                progress?.Report(new VideoIndexProgress(++done, paths.Count, 0, faulty, paths[i]));
            }
        });
        foreach ((Entry entry, string? whyNot, string? shortfall) in examined)
        {
            if (whyNot is not null)
            {
                skipped.Add(new SkippedVideo(entry.Path, whyNot));
                continue;
            }

            usable.Add(entry);
            if (shortfall is not null)
                usedInPart.Add(new IncompleteVideo(entry.Path, shortfall));
        }
    }

    private (Entry, string? WhyNot, string? Shortfall) Examine(string path)
    {
        try
        {
            (Entry entry, VideoEnding ending) = ExamineReadable(path);
            return (entry, ClipReader.WhyNot(ending, options)?.Reason, ending.Shortfall);
        }
        catch (VideoException exception)
        {
            return (new Entry(path, 0, 0, false), exception.Cause, null);
        }
    }

    private (Entry, VideoEnding) ExamineReadable(string path)
    {
        long bytes = FileStamp.OfReadable(path).Bytes;
        if (index?.Find(path) is { } known)
        {
            if (known.Fault is { } fault)
                throw new VideoException(path, fault, known.Cause!);
            FrameSize scaled = scaling.Of(known.Size.Width, known.Size.Height);
            CheckSize(path, scaled);
            return (new Entry(path, bytes, known.FrameCount, (Int128)known.FrameCount * scaled.ByteCount <= mostStored, known.SeekTable), known.Ending!);
        }

        using (VideoFrames? kept = cache?.Find(path))
        {
            if (kept is not null)
            {
                CheckSize(path, kept.Size);
                return (new Entry(path, bytes, kept.FrameCount, true), kept.Ending);
            }
        }

        FrameSource? source = FrameSource.Of(path, scaling);   // before it is read: a change from here on shows
        using (VideoFile file = Open(path))
        {
            FrameSize size = SizeIn(file);
            if ((Int128)file.PromisedFrameCount * size.ByteCount > mostStored)
                return CountFrames(file, bytes);
            if (file.TryReadAll(size, mostStored) is { } whole)
            {
                store.Put(whole);
                cache?.KeepUnchanged(source, whole);
                return (new Entry(path, bytes, whole.FrameCount, true), file.Ending!);
            }
        }

        // More frames than promised. Only a count from the first frame on gives the seek table.
        using VideoFile again = Open(path);
        return CountFrames(again, bytes);
    }

    private static (Entry, VideoEnding) CountFrames(VideoFile file, long bytes)
    {
        int frames = file.CountFrames();
        return (new Entry(file.Path, bytes, frames, false, file.SeekTable), file.Ending!);
    }

    private VideoFile Open(string path, SeekTable? seekTable = null)
    {
        Interlocked.Increment(ref opened);
        return VideoFile.Open(path, reading, seekTable);
    }

    private FrameSize SizeIn(VideoFile file) => file.Allowed(scaling.Of(file.Width, file.Height), framesAtOnce);

    private void CheckSize(string path, FrameSize size)
    {
        if (size.WhyTooLarge(framesAtOnce, reading.MostPixels) is { } cause)
            throw new VideoException(path, VideoFault.TooLarge, cause);
    }

    private readonly record struct Entry(string Path, long Bytes, int Frames, bool IsStored, SeekTable? SeekTable = null);
}

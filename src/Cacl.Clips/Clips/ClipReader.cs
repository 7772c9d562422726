namespace Cacl.Clips;

/// <summary>An open video that clips are taken from.</summary>
/// <remarks>
/// A short video is decoded once and held; of a long one the frames are counted first and the wanted ones decoded after. Of one
/// that was examined before, only the wanted frames are decoded. With a cache on disk, a video that it keeps is read from there,
/// and one that it takes is decoded whole for it.
/// </remarks>
public sealed class ClipReader : IDisposable
{
    /// <summary>Up to here a video is held whole.</summary>
    private const long HeldWholeBytes = 256L * 1024 * 1024;

    private readonly VideoFile? file;   // null for a video of the cache
    private readonly VideoFrames? whole;   // null for a long video
    private readonly FrameSize size;
    private readonly ClipSampler sampler;
    private readonly int first;
    private readonly int count;

    /// <summary>Opens a video and checks that clips can be taken from it.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="options">Frames, interval, sizes, segment, and what to make of short and damaged videos.</param>
    /// <param name="examined">What a <see cref="VideoIndex"/> knows of the file, which then need not be counted; not used when the file has changed since.</param>
    /// <param name="cache">Where the decoded video is looked for before, and kept after, decoding; null for nowhere. It scales frames as the options do: to <see cref="ClipOptions.FixedSize"/>, or to <see cref="ClipOptions.ShortSide"/> where there is none.</param>
    /// <exception cref="ArgumentException">The cache has another scaling.</exception>
    /// <exception cref="VideoException">The file can't be read, is damaged, or is too short for a clip.</exception>
    public ClipReader(string path, ClipOptions options, ExaminedVideo? examined = null, FrameCache? cache = null)
        : this(path, options, HeldWholeBytes, examined, cache)
    {
    }

    internal ClipReader(string path, ClipOptions options, long heldWholeBytes, ExaminedVideo? examined = null, FrameCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        if (cache is not null && cache.Scaling != options.Scaling)
            throw new ArgumentException($"The cache scales frames to {cache.Scaling}, the options to {options.Scaling}.", nameof(cache));
        Path = path;
        Options = options;
        sampler = new ClipSampler(options.Frames, options.Interval, options.ShortVideos);
        if (examined?.IsUnchanged() != true)
            examined = null;
        if (examined is { Fault: { } known, Cause: { } cause })
            throw new VideoException(path, known, cause);
        whole = cache?.Find(path);
        try
        {
            if (whole is null)
            {
                FrameSource? source = cache is null ? null : FrameSource.Of(path, cache.Scaling);   // before it is read: a change from here on shows
                file = VideoFile.Open(path, options.Reading, examined?.SeekTable);
                size = SizeOf(file, options);
                whole = ReadWhole(file, examined, heldWholeBytes, cache);
                if (whole is DecodedVideo decoded)
                    cache?.KeepUnchanged(source, decoded);
                if (whole is null && examined is null)
                    file.CountFrames();
            }
            else
            {
                size = whole.Size;
                if (size.WhyTooLarge(options.Frames, options.Reading.MostPixels) is { } tooLarge)
                    throw new VideoException(path, VideoFault.TooLarge, tooLarge);
            }
            Ending = whole?.Ending ?? examined?.Ending ?? file!.Ending!;
            if (WhyNot(Ending, options) is var (fault, reason))
                throw new VideoException(path, fault, reason);
            (first, count) = options.Segment.Of(Ending.Frames);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The video file, as it was given.</summary>
    public string Path { get; }

    /// <summary>How the video ends: clips may come from one that is not complete, as long as the options accept it.</summary>
    public VideoEnding Ending { get; }

    /// <summary>Whether all frames are in memory.</summary>
    internal bool HoldsWhole => whole is not null;

    /// <summary>The settings that clips are taken by.</summary>
    public ClipOptions Options { get; }

    /// <summary>A clip anywhere in the segment, each place equally likely.</summary>
    /// <param name="random">Source of the place.</param>
    public RawClip Random(ref SampleRandom random)
    {
        Span<int> frames = new int[Options.Frames];
        sampler.Random(count, ref random, frames);
        return Take(frames);
    }

    /// <summary>How many clips a selection takes from this video, crops of one place counted apart.</summary>
    /// <param name="selection">Which clips.</param>
    public int CountClips(ClipSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return selection.ClipCount ?? sampler.Dense(count, selection.Stride).Count() * selection.ClipsOfPlace;
    }

    /// <summary>Reads the clips of a selection; a frame that several of them share is decoded once.</summary>
    /// <param name="selection">Which clips, and which part of their frames.</param>
    /// <param name="random">Source of random places and crops; other selections do not draw.</param>
    /// <param name="pixels">
    /// Receives RGB bytes [clips, frames, height, width, 3], with <see cref="CountClips"/> clips in the order of their places, and frames
    /// of <see cref="ClipSelection.FrameSizeOf"/>. An array of another length is replaced.
    /// </param>
    /// <exception cref="ArgumentException">The selection does not go with the options; the message names every fault.</exception>
    /// <exception cref="InvalidOperationException">The video gives more clips than an array can hold.</exception>
    /// <exception cref="VideoException">A frame can't be read.</exception>
    public void Read(ClipSelection selection, ref SampleRandom random, ref byte[]? pixels)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var faults = new List<string>();
        selection.CollectFaults(nameof(selection), Options, nameof(Options), faults);
        if (faults.Count > 0)
            throw new ArgumentException($"Can't take clips like this: {string.Join(" ", faults)}", nameof(selection));
        int clips = CountClips(selection);
        long bytes = clips * selection.BytesOfClip(Options);
        if (bytes > Array.MaxLength)
            throw new InvalidOperationException($"The video '{Path}' gives {clips} clips of {selection.BytesOfClip(Options)} bytes; an array holds at most {Array.MaxLength}. Take a larger {nameof(ClipSelection.Stride)}, or clips of a {nameof(ClipOptions.Segment)}.");
        if (pixels?.Length != bytes)
            pixels = GC.AllocateUninitializedArray<byte>((int)bytes);
        Copy(Cuts(selection, ref random), selection.FrameSizeOf(Options), pixels);
    }

    /// <summary>Closes the video.</summary>
    public void Dispose()
    {
        file?.Dispose();
        whole?.Dispose();
    }

    /// <summary>The clips of a selection of a video.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="options">Frames, interval, sizes, segment.</param>
    /// <param name="selection">Which clips, and which part of their frames.</param>
    /// <param name="random">Source of random places and crops.</param>
    /// <returns>RGB bytes [clips, frames, height, width, 3].</returns>
    /// <exception cref="ArgumentException">The selection does not go with the options; the message names every fault.</exception>
    /// <exception cref="InvalidOperationException">The video gives more clips than an array can hold.</exception>
    /// <exception cref="VideoException">The file can't be read, is damaged, or is too short for a clip.</exception>
    public static byte[] Read(string path, ClipOptions options, ClipSelection selection, SampleRandom random)
    {
        using var reader = new ClipReader(path, options);
        byte[]? pixels = null;
        reader.Read(selection, ref random, ref pixels);
        return pixels!;
    }

    /// <summary>Clips at even places of a video, cropped to their centre, as embedding and evaluation take them.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="options">Frames, interval, sizes, segment.</param>
    /// <param name="clips">How many clips.</param>
    /// <returns>RGB bytes [clips, frames, crop size, crop size, 3].</returns>
    /// <exception cref="VideoException">The file can't be read, is damaged, or is too short for a clip.</exception>
    public static byte[] ReadUniform(string path, ClipOptions options, int clips) =>
        Read(path, options, new ClipSelection { Count = clips }, random: default);

    /// <summary>Why no clip can be taken from a video; null when clips can.</summary>
    /// <param name="path">The video file; it is read to its end.</param>
    /// <param name="options">Frames, interval, segment, and what to make of short and damaged videos.</param>
    public static string? WhyNot(string path, ClipOptions options)
    {
        try
        {
            using VideoFile file = VideoFile.Open(path, options.Reading);
            SizeOf(file, options);
            file.CountFrames();
            return WhyNot(file.Ending!, options)?.Reason;
        }
        catch (VideoException exception)
        {
            return exception.Cause;
        }
    }

    /// <summary>Why no clip can be taken from a video that ends so; null when clips can.</summary>
    /// <remarks>Where clips can, <see cref="VideoEnding.Shortfall"/> may still tell that they come from a part of the video.</remarks>
    internal static (VideoFault Fault, string Reason)? WhyNot(VideoEnding ending, ClipOptions options)
    {
        (VideoEndingKind kind, int frames, long promised) = ending;
        if (frames < options.LeastReadable * promised)
            return (VideoFault.Corrupt, $"damaged or cut off: it ended after {frames} of the {promised} frames that its container promises");
        if (kind == VideoEndingKind.Corrupt && promised == 0 && options.LeastReadable > 0)
            return (VideoFault.Corrupt, $"damaged at frame {frames}, and its container promises no count to judge the loss by");
        (_, int count) = options.Segment.Of(frames);
        if (count >= options.Span || (count > 0 && options.ShortVideos != ShortVideoPolicy.Reject))
            return null;
        string where = options.Segment == VideoSegment.Whole ? "" : $" in the part from {options.Segment.Start:0.##} to {options.Segment.End:0.##}";
        return (VideoFault.TooShort, $"too short: it has {count} frames{where}; a clip of {options.Frames} frames at interval {options.Interval} spans {options.Span}");
    }

    /// <summary>Decodes a video whole where it is to be held: a short one, whatever its container says of that, unless all that is asked of it is known; null for others.</summary>
    private DecodedVideo? ReadWhole(VideoFile opened, ExaminedVideo? examined, long heldWholeBytes, FrameCache? cache)
    {
        long frames = examined?.FrameCount ?? opened.PromisedFrameCount;
        bool isShort = frames > 0 && frames <= heldWholeBytes / size.ByteCount;
        return isShort && (examined is null || cache?.Takes(frames * size.ByteCount) == true) ? opened.TryReadAll(size, heldWholeBytes) : null;
    }

    /// <summary>The size that frames are resized to, when a clip of them can be held: those of a wide, low video grow beyond any memory.</summary>
    private static FrameSize SizeOf(VideoFile file, ClipOptions options) => file.Allowed(options.ResizedFrom(file.Width, file.Height), options.Frames);

    private RawClip Take(Span<int> frames)
    {
        var pixels = new byte[frames.Length * size.ByteCount];
        ReadFrames(frames, pixels);
        return new RawClip(pixels, size);
    }

    /// <summary>Reads frames of the segment; their numbers become those in the video.</summary>
    private void ReadFrames(Span<int> frames, Span<byte> pixels)
    {
        foreach (ref int frame in frames)
            frame += first;
        if (whole is null)
            file!.Read(frames, size, pixels);
        else
            whole.CopyFrames(frames, pixels);
    }

    /// <summary>Which frames of the segment each clip has, and where it is cropped.</summary>
    private List<Cut> Cuts(ClipSelection selection, ref SampleRandom random)
    {
        FrameSize kept = selection.FrameSizeOf(Options);
        int spareWidth = size.Width - kept.Width, spareHeight = size.Height - kept.Height;
        var cuts = new List<Cut>();
        foreach (int[] frames in Places(selection, ref random))
        {
            switch (selection.Crop)
            {
                case CropPlacement.Random:
                    int left = random.NextInt(spareWidth + 1);
                    cuts.Add(new Cut(frames, left, random.NextInt(spareHeight + 1)));
                    break;
                case CropPlacement.Three:
                    bool isWide = size.Width >= size.Height;
                    for (int part = 0; part <= 2; part++)
                        cuts.Add(new Cut(frames, spareWidth * (isWide ? part : 1) / 2, spareHeight * (isWide ? 1 : part) / 2));
                    break;
                default:
                    cuts.Add(new Cut(frames, spareWidth / 2, spareHeight / 2));
                    break;
            }
        }

        return cuts;
    }

    private List<int[]> Places(ClipSelection selection, ref SampleRandom random)
    {
        var places = new List<int[]>();
        if (selection.Placement == ClipPlacement.Dense)
        {
            foreach (int start in sampler.Dense(count, selection.Stride))
                sampler.From(start, count, Next());
            return places;
        }

        for (int clip = 0; clip < selection.Count; clip++)
        {
            if (selection.Placement == ClipPlacement.Random)
                sampler.Random(count, ref random, Next());
            else
                sampler.Uniform(count, clip, selection.Count, Next());
        }

        return places;

        int[] Next()
        {
            places.Add(new int[Options.Frames]);
            return places[^1];
        }
    }

    /// <summary>Copies the cuts one after another.</summary>
    /// <param name="cuts">What is copied.</param>
    /// <param name="kept">The size of each cut's frames.</param>
    /// <param name="pixels">RGB bytes [cuts, frames, height, width, 3].</param>
    private void Copy(List<Cut> cuts, FrameSize kept, byte[] pixels)
    {
        IEnumerable<(int Frame, Cut Cut, int Slot)> copies = cuts.SelectMany((cut, clip) => cut.Frames.Select((frame, i) => (frame, cut, clip * cut.Frames.Length + i)));
        // In the file's order, however the clips overlap: going back would decode it again from its beginning.
        var one = new byte[size.ByteCount];
        int held = -1;
        foreach ((int frame, Cut cut, int slot) in copies.OrderBy(copy => copy.Frame))
        {
            if (frame != held)
            {
                ReadFrames([frame], one);
                held = frame;
            }

            RawClip.CropFrame(one, size.Width, cut.Left, cut.Top, kept, pixels.AsSpan(slot * kept.ByteCount), kept.Width);
        }
    }

    private readonly record struct Cut(int[] Frames, int Left, int Top);
}

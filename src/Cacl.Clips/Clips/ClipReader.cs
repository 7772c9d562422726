namespace Cacl.Clips;

/// <summary>An open video that clips are taken from.</summary>
/// <remarks>
/// A short video is decoded once and held; of a long one the frames are counted first and the wanted ones decoded after. Of one
/// that was examined before, only the wanted frames are decoded.
/// </remarks>
public sealed class ClipReader : IDisposable
{
    /// <summary>Up to here a video is held whole.</summary>
    private const long HeldWholeBytes = 256L * 1024 * 1024;

    private readonly VideoFile file;
    private DecodedVideo? whole;   // null for a long video
    private readonly FrameSize size;
    private readonly ClipSampler sampler;
    private readonly int first;
    private readonly int count;

    /// <summary>Opens a video and checks that clips can be taken from it.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="options">Frames, interval, sizes, segment, and what to make of short and damaged videos.</param>
    /// <param name="examined">What a <see cref="VideoIndex"/> knows of the file, which then need not be counted; not used when the file has changed since.</param>
    /// <exception cref="VideoException">The file can't be read, is damaged, or is too short for a clip.</exception>
    public ClipReader(string path, ClipOptions options, ExaminedVideo? examined = null)
        : this(path, options, HeldWholeBytes, examined)
    {
    }

    internal ClipReader(string path, ClipOptions options, long heldWholeBytes, ExaminedVideo? examined = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        sampler = new ClipSampler(options.Frames, options.Interval, options.ShortVideos);
        if (examined?.IsUnchanged() != true)
            examined = null;
        if (examined is { Fault: { } known, Cause: { } cause })
            throw new VideoException(path, known, cause);
        file = VideoFile.Open(path, options.Reading, examined?.SeekTable);
        try
        {
            size = SizeOf(file, options);
            Ending = examined?.Ending ?? ReadOrCount(heldWholeBytes);
            if (WhyNot(Ending, options) is var (fault, reason))
                throw new VideoException(path, fault, reason);
            (first, count) = options.Segment.Of(Ending.Frames);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

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
            throw new InvalidOperationException($"The video '{file.Path}' gives {clips} clips of {selection.BytesOfClip(Options)} bytes; an array holds at most {Array.MaxLength}. Take a larger {nameof(ClipSelection.Stride)}, or clips of a {nameof(ClipOptions.Segment)}.");
        if (pixels?.Length != bytes)
            pixels = GC.AllocateUninitializedArray<byte>((int)bytes);
        Copy(Cuts(selection, ref random), selection.FrameSizeOf(Options), pixels);
    }

    /// <summary>Closes the video.</summary>
    public void Dispose() => file.Dispose();

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

    /// <summary>Copies frames out of a decoded video.</summary>
    internal static RawClip Copy(DecodedVideo video, int firstOfSegment, ReadOnlySpan<int> frames)
    {
        int bytes = video.Size.ByteCount;
        var pixels = new byte[frames.Length * bytes];
        for (int i = 0; i < frames.Length; i++)
            video.Frame(firstOfSegment + frames[i]).CopyTo(pixels.AsSpan(i * bytes, bytes));
        return new RawClip(pixels, video.Size);
    }

    /// <summary>How the video ends; it is held afterwards if it is short, whatever its container says of that.</summary>
    private VideoEnding ReadOrCount(long heldWholeBytes)
    {
        if (file.PromisedFrameCount > 0 && file.PromisedFrameCount <= heldWholeBytes / size.ByteCount)
            whole = file.TryReadAll(size, heldWholeBytes);
        if (whole is null)
            file.CountFrames();
        return file.Ending!;
    }

    /// <summary>The size that frames are resized to, when a clip of them can be held: those of a wide, low video grow beyond any memory.</summary>
    private static FrameSize SizeOf(VideoFile file, ClipOptions options) => file.Allowed(options.ResizedFrom(file.Width, file.Height), options.Frames);

    private RawClip Take(Span<int> frames)
    {
        if (whole is not null)
            return Copy(whole, first, frames);
        for (int i = 0; i < frames.Length; i++)
            frames[i] += first;
        var pixels = new byte[frames.Length * size.ByteCount];
        file.Read(frames, size, pixels);
        return new RawClip(pixels, size);
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
        var one = new byte[whole is null ? size.ByteCount : 0];
        int held = -1;
        foreach ((int frame, Cut cut, int slot) in whole is null ? copies.OrderBy(copy => copy.Frame) : copies)
        {
            if (whole is null && frame != held)
            {
                file.Read([first + frame], size, one);
                held = frame;
            }

            RawClip.CropFrame(whole is null ? one : whole.Frame(first + frame), size.Width, cut.Left, cut.Top, kept, pixels.AsSpan(slot * kept.ByteCount), kept.Width);
        }
    }

    private readonly record struct Cut(int[] Frames, int Left, int Top);
}

namespace Cacl.Clips;

/// <summary>An open video that clips are taken from.</summary>
/// <remarks>A short video is decoded once and held; of a long one the frames are counted first and the wanted ones decoded after.</remarks>
public sealed class ClipReader : IDisposable
{
    /// <summary>Up to here a video is held whole.</summary>
    private const long HeldWholeBytes = 256L * 1024 * 1024;

    private readonly VideoFile file;
    private readonly DecodedVideo? whole;   // null for a long video
    private readonly FrameSize size;
    private readonly ClipSampler sampler;
    private readonly int first;
    private readonly int count;

    /// <summary>Opens a video and checks that clips can be taken from it.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="options">Frames, interval, sizes, segment, and what to make of short and damaged videos.</param>
    /// <exception cref="VideoException">The file can't be read, is damaged, or is too short for a clip.</exception>
    public ClipReader(string path, ClipOptions options)
        : this(path, options, HeldWholeBytes)
    {
    }

    internal ClipReader(string path, ClipOptions options, long heldWholeBytes)
    {
        Options = options;
        sampler = new ClipSampler(options.Frames, options.Interval, options.ShortVideos);
        file = VideoFile.Open(path);
        try
        {
            size = FrameSize.FitShortSide(file.Width, file.Height, options.ShortSide);
            if (file.PromisedFrameCount > 0 && file.PromisedFrameCount * size.ByteCount <= heldWholeBytes)
                whole = file.ReadAll(size);
            int frames = whole?.FrameCount ?? file.CountFrames();
            if (WhyNot(frames, file.PromisedFrameCount, options) is var (fault, reason))
                throw new VideoException(path, fault, reason);
            (first, count) = options.Segment.Of(frames);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

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

    /// <summary>One of several clips at even places of the segment.</summary>
    /// <param name="clip">Which, from 0.</param>
    /// <param name="clips">How many there are.</param>
    public RawClip Uniform(int clip, int clips)
    {
        Span<int> frames = new int[Options.Frames];
        sampler.Uniform(count, clip, clips, frames);
        return Take(frames);
    }

    /// <summary>Closes the video.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>Clips at even places of a video, cropped to their centre, as embedding and evaluation take them.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="options">Frames, interval, sizes, segment.</param>
    /// <param name="clips">How many clips.</param>
    /// <returns>RGB bytes [clips, frames, crop size, crop size, 3].</returns>
    /// <exception cref="VideoException">The file can't be read, is damaged, or is too short for a clip.</exception>
    public static byte[] ReadUniform(string path, ClipOptions options, int clips)
    {
        using var reader = new ClipReader(path, options);
        int bytesOfClip = options.Frames * options.CropSize * options.CropSize * 3;
        var pixels = new byte[clips * bytesOfClip];
        for (int clip = 0; clip < clips; clip++)
            reader.Uniform(clip, clips).CropCentre(options.Frames, options.CropSize, pixels.AsSpan(clip * bytesOfClip, bytesOfClip));
        return pixels;
    }

    /// <summary>Why no clip can be taken from a video; null when clips can.</summary>
    /// <param name="path">The video file; it is read to its end.</param>
    /// <param name="options">Frames, interval, segment, and what to make of short and damaged videos.</param>
    public static string? WhyNot(string path, ClipOptions options)
    {
        try
        {
            using VideoFile file = VideoFile.Open(path);
            return WhyNot(file.CountFrames(), file.PromisedFrameCount, options)?.Reason;
        }
        catch (VideoException exception)
        {
            return exception.Cause;
        }
    }

    /// <summary>Why no clip can be taken from so many frames, of which the container promised so many (0: it promised none).</summary>
    internal static (VideoFault Fault, string Reason)? WhyNot(int frames, long promised, ClipOptions options)
    {
        if (frames < options.LeastReadable * promised)
            return (VideoFault.Corrupt, $"damaged or cut off: it ended after {frames} of the {promised} frames that its container promises");
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
}

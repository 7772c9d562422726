namespace Cacl.Clips;

/// <summary>Chooses which frames of a video make a clip: a fixed number of frames at a fixed interval.</summary>
/// <remarks>
/// A clip that starts at frame s is the frames s, s + interval, ..., s + (frames - 1) * interval. It holds no state and
/// may be used by several threads at once.
/// </remarks>
public sealed class ClipSampler
{
    /// <summary>Makes a sampler.</summary>
    /// <param name="frames">Frames in a clip; at least 1.</param>
    /// <param name="interval">Distance of neighbouring frames of a clip, in frames of the video; at least 1.</param>
    /// <param name="shortVideos">What to do with a video that is shorter than <see cref="Span"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public ClipSampler(int frames, int interval, ShortVideoPolicy shortVideos)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, 1);
        if (!Enum.IsDefined(shortVideos))
            throw new ArgumentOutOfRangeException(nameof(shortVideos), shortVideos, "Not a ShortVideoPolicy.");
        long span = ((long)frames - 1) * interval + 1;
        if (span > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(interval), interval, $"{frames} frames at this interval span {span} frames, more than a video can have.");
        Frames = frames;
        Interval = interval;
        Span = (int)span;
        ShortVideos = shortVideos;
    }

    /// <summary>Frames in a clip.</summary>
    public int Frames { get; }

    /// <summary>Distance of neighbouring frames of a clip, in frames of the video.</summary>
    public int Interval { get; }

    /// <summary>Frames of the video from the clip's first to its last, both included: (Frames - 1) * Interval + 1.</summary>
    public int Span { get; }

    /// <summary>What is done with a video that is shorter than <see cref="Span"/>.</summary>
    public ShortVideoPolicy ShortVideos { get; }

    /// <summary>Whether a clip lies within a video of this many frames, so that no frame must be repeated.</summary>
    /// <param name="frameCount">Frames in the video.</param>
    public bool Fits(int frameCount) => frameCount >= Span;

    /// <summary>How many places a clip can start at in a video: 1 when the video is too short and the policy mends that.</summary>
    /// <param name="frameCount">Frames in the video; at least 1.</param>
    /// <exception cref="ArgumentException">The video is too short and the policy is <see cref="ShortVideoPolicy.Reject"/>, or has no frame.</exception>
    public int StartCount(int frameCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frameCount, 1);
        if (Fits(frameCount))
            return frameCount - Span + 1;
        if (ShortVideos == ShortVideoPolicy.Reject)
            throw new ArgumentException(
                $"A clip of {Frames} frames at interval {Interval} spans {Span} frames, but the video has {frameCount}. "
                + "Take fewer frames, a smaller interval, or a policy that repeats frames (Tile or Hold).", nameof(frameCount));
        return 1;
    }

    /// <summary>Chooses a clip that starts anywhere in the video, each start equally likely.</summary>
    /// <param name="frameCount">Frames in the video; at least 1.</param>
    /// <param name="random">Source of the start; always advanced by one draw.</param>
    /// <param name="indices">Receives the frame numbers; <see cref="Frames"/> long.</param>
    /// <exception cref="ArgumentException">The video is too short and the policy is <see cref="ShortVideoPolicy.Reject"/>, or <paramref name="indices"/> has another length.</exception>
    public void Random(int frameCount, ref SampleRandom random, Span<int> indices)
    {
        int starts = StartCount(frameCount);
        From(random.NextInt(starts), frameCount, indices);
    }

    /// <summary>Chooses one of several clips whose starts are evenly spread over the video.</summary>
    /// <remarks>The first of several clips starts at frame 0 and the last one ends at the video's last frame; a single clip lies in the middle.</remarks>
    /// <param name="frameCount">Frames in the video; at least 1.</param>
    /// <param name="clip">Which clip, from 0 to <paramref name="clips"/> - 1.</param>
    /// <param name="clips">How many clips; at least 1. More clips than starts repeat some.</param>
    /// <param name="indices">Receives the frame numbers; <see cref="Frames"/> long.</param>
    /// <exception cref="ArgumentException">The video is too short and the policy is <see cref="ShortVideoPolicy.Reject"/>, or an argument is out of range.</exception>
    public void Uniform(int frameCount, int clip, int clips, Span<int> indices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clips, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(clip);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(clip, clips);
        long lastStart = StartCount(frameCount) - 1;
        // Whole-number rounding, half up, so that every machine agrees on the frames.
        long start = clips == 1 ? lastStart / 2 : (2L * clip * lastStart + clips - 1) / (2L * (clips - 1));
        From((int)start, frameCount, indices);
    }

    /// <summary>The starts of clips at every so many frames from the video's first, as far as whole clips go.</summary>
    /// <remarks><see cref="From"/> lists the frames of each. A short video that is mended has the one start 0.</remarks>
    /// <param name="frameCount">Frames in the video; at least 1.</param>
    /// <param name="stride">Distance of neighbouring starts in frames; at least 1.</param>
    /// <exception cref="ArgumentException">The video is too short and the policy is <see cref="ShortVideoPolicy.Reject"/>, or an argument is out of range.</exception>
    public IEnumerable<int> Dense(int frameCount, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        int starts = StartCount(frameCount);
        return Enumerable.Range(0, (starts - 1) / stride + 1).Select(clip => clip * stride);
    }

    /// <summary>Lists the frames of the clip that starts at a given frame.</summary>
    /// <param name="start">The clip's first frame, from 0 to <see cref="StartCount"/> - 1.</param>
    /// <param name="frameCount">Frames in the video; at least 1.</param>
    /// <param name="indices">Receives the frame numbers, each from 0 to <paramref name="frameCount"/> - 1; <see cref="Frames"/> long.</param>
    /// <exception cref="ArgumentException">The video is too short and the policy is <see cref="ShortVideoPolicy.Reject"/>, or an argument is out of range.</exception>
    public void From(int start, int frameCount, Span<int> indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, StartCount(frameCount));
        if (indices.Length != Frames)
            throw new ArgumentException($"A clip has {Frames} frames; there is room for {indices.Length}.", nameof(indices));
        for (int i = 0; i < indices.Length; i++)
        {
            int frame = start + i * Interval;
            indices[i] = frame < frameCount ? frame
                : ShortVideos == ShortVideoPolicy.Tile ? frame % frameCount
                : frameCount - 1;
        }
    }
}

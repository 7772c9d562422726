namespace Cacl.Clips;

/// <summary>All frames of a video in memory, in decode order.</summary>
/// <remarks>Never changes once made; may be read by several threads at once. Disposing it does nothing.</remarks>
public sealed class DecodedVideo : VideoFrames
{
    private readonly IReadOnlyList<byte[]> _frames;

    /// <summary>Makes a video of frames.</summary>
    /// <param name="path">Where it comes from.</param>
    /// <param name="size">The size of every frame.</param>
    /// <param name="frames">RGB bytes, [height, width, 3] each; at least one frame. Not copied, and not to be changed any more.</param>
    /// <param name="ending">How it ended after these frames; null for a complete video whose container promises no count.</param>
    /// <exception cref="ArgumentException">There is no frame, one has another length than its size asks for, or it ended after another number of them.</exception>
    public DecodedVideo(string path, FrameSize size, IReadOnlyList<byte[]> frames, VideoEnding? ending = null)
        : base(path, size, ending ?? new VideoEnding(VideoEndingKind.Complete, frames?.Count ?? 0, 0))
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0)
            throw new ArgumentException("A decoded video has at least one frame.", nameof(frames));
        for (int i = 0; i < frames.Count; i++)
        {
            if (frames[i].Length != size.ByteCount)
                throw new ArgumentException($"Frame {i} has {frames[i].Length} bytes; an RGB frame of {size} has {size.ByteCount}.", nameof(frames));
        }
        if (FrameCount != frames.Count)
            throw new ArgumentException($"The video is said to have ended after {FrameCount} frames; here are {frames.Count}.", nameof(ending));
        _frames = frames;
    }

    /// <summary>One frame: RGB bytes, [height, width, 3].</summary>
    /// <param name="index">From 0 to <see cref="VideoFrames.FrameCount"/> - 1, in decode order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlySpan<byte> Frame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, FrameCount);
        return _frames[index];
    }

    private protected override void CopyFrame(int index, Span<byte> destination) => _frames[index].CopyTo(destination);
}

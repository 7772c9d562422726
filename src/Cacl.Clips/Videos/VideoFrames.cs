namespace Cacl.Clips;

/// <summary>All frames of a video at one size, in decode order, wherever they are kept: in memory or in a file of a <see cref="FrameCache"/>.</summary>
/// <remarks>Dispose it when it is no longer needed: one that reads from a file holds it open. Those in memory are not touched by that.</remarks>
public abstract class VideoFrames : IDisposable
{
    private protected VideoFrames(string path, FrameSize size, VideoEnding ending)
    {
        Path = path;
        Size = size;
        Ending = ending;
    }

    /// <summary>The video's path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The size of every frame.</summary>
    public FrameSize Size { get; }

    /// <summary>How decoding it ended, and after how many frames.</summary>
    public VideoEnding Ending { get; }

    /// <summary>How many frames were decoded: always at least one.</summary>
    public int FrameCount => Ending.Frames;

    /// <summary>Bytes that the frames take.</summary>
    public long ByteCount => (long)FrameCount * Size.ByteCount;

    /// <summary>What is missing, in words; null when the video is complete. See <see cref="VideoEnding.Shortfall"/>.</summary>
    public string? EndedEarly => Ending.Shortfall;

    /// <summary>Copies some frames.</summary>
    /// <param name="frames">Frame numbers in any order, each from 0 to <see cref="FrameCount"/> - 1, repeats allowed.</param>
    /// <param name="destination">Receives RGB bytes, [frames, height, width, 3] in the order asked for; just as long as that.</param>
    /// <exception cref="ArgumentException">There is no such frame, or <paramref name="destination"/> has another length.</exception>
    /// <exception cref="VideoException">The frames kept in a file turned out damaged, and the video can't be decoded again.</exception>
    public void CopyFrames(ReadOnlySpan<int> frames, Span<byte> destination)
    {
        int bytes = Size.ByteCount;
        if (destination.Length != (long)frames.Length * bytes)
            throw new ArgumentException($"{frames.Length} RGB frames of {Size} take {(long)frames.Length * bytes} bytes; there is room for {destination.Length}.", nameof(destination));
        for (int i = 0; i < frames.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(frames[i], nameof(frames));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frames[i], FrameCount, nameof(frames));
            CopyFrame(frames[i], destination.Slice(i * bytes, bytes));
        }
    }

    /// <summary>Closes what holds the frames, if it is this object's own.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Copies one frame that is there to a place of its length.</summary>
    private protected abstract void CopyFrame(int index, Span<byte> destination);

    /// <summary>Closes what is held.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

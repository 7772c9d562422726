namespace Cacl.Clips;

/// <summary>What frames are scaled to when they are decoded: a length of the shorter side with the shape kept, or one size whatever their shape.</summary>
public readonly record struct FrameScaling
{
    private readonly int _shortSide;
    private readonly FrameSize? _fixedSize;

    private FrameScaling(int shortSide, FrameSize? fixedSize)
    {
        _shortSide = shortSide;
        _fixedSize = fixedSize;
    }

    /// <summary>Keeps the shape of the frames.</summary>
    /// <param name="shortSide">Length of the shorter side in pixels; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="shortSide"/> is below 1.</exception>
    public static FrameScaling ToShortSide(int shortSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shortSide, 1);
        return new FrameScaling(shortSide, null);
    }

    /// <summary>Gives all frames one size.</summary>
    /// <param name="size">The size; both sides at least 1 pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public static FrameScaling ToSize(FrameSize size)
    {
        if (size.Width < 1 || size.Height < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A frame has at least one pixel each way.");
        return new FrameScaling(0, size);
    }

    /// <summary>The size that frames of a video get.</summary>
    /// <param name="width">Width of the video's frames in pixels; at least 1.</param>
    /// <param name="height">Height of the video's frames in pixels; at least 1.</param>
    public FrameSize Of(int width, int height) => _fixedSize ?? FrameSize.FitShortSide(width, height, _shortSide);

    /// <summary>The scaling as text, such as <c>short side 128</c> or <c>171x128</c>.</summary>
    public override string ToString() => _fixedSize is { } size ? size.ToString() : $"short side {_shortSide}";
}

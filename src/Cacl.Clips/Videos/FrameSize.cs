namespace Cacl.Clips;

/// <summary>Width and height of a frame, in pixels.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct FrameSize(int Width, int Height)
{
    /// <summary>Bytes of one RGB frame of this size, [Height, Width, 3].</summary>
    public int ByteCount => checked(Width * Height * 3);

    /// <summary>The size that a frame gets when its shorter side is scaled to a given length and its shape is kept.</summary>
    /// <param name="width">The frame's width; at least 1.</param>
    /// <param name="height">The frame's height; at least 1.</param>
    /// <param name="shortSide">The wanted length of the shorter side; at least 1.</param>
    /// <returns>A size whose shorter side is <paramref name="shortSide"/>; the longer one is rounded to the nearest pixel.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below 1.</exception>
    public static FrameSize FitShortSide(int width, int height, int shortSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shortSide, 1);
        return width <= height
            ? new FrameSize(shortSide, Scale(height, width))
            : new FrameSize(Scale(width, height), shortSide);

        int Scale(int longer, int shorter) => checked((int)((2L * longer * shortSide + shorter) / (2L * shorter)));
    }

    /// <summary>The size as text, such as 171x128.</summary>
    public override string ToString() => $"{Width}x{Height}";
}

namespace Cacl.Clips;

/// <summary>Width and height of a frame, in pixels.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct FrameSize(int Width, int Height)
{
    private const int Channels = 3;

    /// <summary>The most pixels whose bytes an array can hold.</summary>
    internal static int MostPixels => Array.MaxLength / Channels;

    /// <summary>Bytes of one RGB frame of this size, [Height, Width, 3].</summary>
    /// <exception cref="OverflowException">There are more than an int counts.</exception>
    public int ByteCount => checked(Width * Height * Channels);

    /// <summary>The size that a frame gets when its shorter side is scaled to a given length and its shape is kept.</summary>
    /// <param name="width">The frame's width; at least 1.</param>
    /// <param name="height">The frame's height; at least 1.</param>
    /// <param name="shortSide">The wanted length of the shorter side; at least 1.</param>
    /// <returns>A size whose shorter side is <paramref name="shortSide"/>; the longer one is rounded to the nearest pixel, and ends at <see cref="int.MaxValue"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below 1.</exception>
    public static FrameSize FitShortSide(int width, int height, int shortSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shortSide, 1);
        return width <= height
            ? new FrameSize(shortSide, Scale(height, width))
            : new FrameSize(Scale(width, height), shortSide);

        int Scale(int longer, int shorter) => (int)Int128.Min((2 * (Int128)longer * shortSide + shorter) / (2L * shorter), int.MaxValue);
    }

    /// <summary>Why frames of this size can't be had; null when they can.</summary>
    /// <param name="frames">How many are wanted at a time.</param>
    /// <param name="mostPixels">See <see cref="VideoReadOptions.MostPixels"/>.</param>
    internal string? WhyTooLarge(int frames, long mostPixels)
    {
        mostPixels = Math.Min(mostPixels, MostPixels);
        long pixels = (long)Width * Height;
        if (pixels > mostPixels)
            return $"its frames have {this} pixels once they are scaled, and {mostPixels} in all are allowed (VideoReadOptions.MostPixels)";
        return frames * pixels * Channels > Array.MaxLength
            ? $"{frames} of its frames, scaled to {this}, take {frames * pixels * Channels} bytes, and {Array.MaxLength} at a time are possible"
            : null;
    }

    /// <summary>The size as text, such as 171x128.</summary>
    public override string ToString() => $"{Width}x{Height}";
}

namespace Cacl.Clips;

/// <summary>A clip before it is cropped.</summary>
/// <param name="Pixels">RGB bytes [frames, height, width, 3].</param>
/// <param name="Size">Of each frame.</param>
public readonly record struct RawClip(byte[] Pixels, FrameSize Size)
{
    /// <summary>Copies a square out of every frame.</summary>
    /// <param name="frames">Frames of the clip.</param>
    /// <param name="left">Left edge of the square.</param>
    /// <param name="top">Top edge of the square.</param>
    /// <param name="edge">Edge of the square in pixels.</param>
    /// <param name="destination">RGB bytes [frames, edge, edge, 3].</param>
    public void Crop(int frames, int left, int top, int edge, Span<byte> destination)
    {
        for (int frame = 0; frame < frames; frame++)
            Crop(frame, left, top, new FrameSize(edge, edge), destination[(frame * edge * edge * 3)..], edge);
    }

    /// <summary>Copies a rectangle out of one frame into the top left corner of a picture that may be wider.</summary>
    /// <param name="frame">Which frame, from 0.</param>
    /// <param name="left">Left edge of the rectangle.</param>
    /// <param name="top">Top edge of the rectangle.</param>
    /// <param name="size">Size of the rectangle.</param>
    /// <param name="destination">RGB bytes of the picture.</param>
    /// <param name="destinationWidth">Width of the picture in pixels, at least the rectangle's.</param>
    public void Crop(int frame, int left, int top, FrameSize size, Span<byte> destination, int destinationWidth) =>
        CropFrame(Pixels.AsSpan(frame * Size.ByteCount, Size.ByteCount), Size.Width, left, top, size, destination, destinationWidth);

    /// <summary>Copies the square in the middle of every frame.</summary>
    /// <param name="frames">Frames of the clip.</param>
    /// <param name="edge">Edge of the square in pixels.</param>
    /// <param name="destination">RGB bytes [frames, edge, edge, 3].</param>
    public void CropCentre(int frames, int edge, Span<byte> destination) =>
        Crop(frames, (Size.Width - edge) / 2, (Size.Height - edge) / 2, edge, destination);

    /// <summary>Copies a rectangle out of a frame, RGB bytes [height, frameWidth, 3], into the top left corner of a picture.</summary>
    internal static void CropFrame(ReadOnlySpan<byte> frame, int frameWidth, int left, int top, FrameSize size, Span<byte> destination, int destinationWidth)
    {
        for (int row = 0; row < size.Height; row++)
            frame.Slice(((top + row) * frameWidth + left) * 3, size.Width * 3).CopyTo(destination[(row * destinationWidth * 3)..]);
    }
}

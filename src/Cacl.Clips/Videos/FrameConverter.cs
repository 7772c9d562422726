using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>Turns the decoder's frames, BGR of any size, into RGB bytes of a wanted size.</summary>
/// <remarks>
/// When neither side grows, a pixel is the mean of the area it covers, which neither skips source pixels nor aliases;
/// else it is interpolated bilinearly. Holds buffers, so it serves one thread at a time.
/// </remarks>
internal sealed class FrameConverter : IDisposable
{
    private readonly Mat _resized = new();
    private AreaResizer? _resizer;

    /// <summary>Converts one frame.</summary>
    /// <param name="frame">The decoder's frame, BGR, 8 bits.</param>
    /// <param name="size">The wanted size.</param>
    /// <param name="destination">Receives RGB, [height, width, 3]; just as long as that.</param>
    public unsafe void Convert(Mat frame, FrameSize size, Span<byte> destination)
    {
        FrameSize own = new(frame.Width, frame.Height);
        if (own != size && Resizer(own, size) is { } resizer)
        {
            int step = checked((int)frame.Step());
            resizer.Resize(new ReadOnlySpan<byte>(frame.DataPointer, checked((own.Height - 1) * step + own.Width * 3)), step, destination);
            return;
        }

        Mat source = frame;
        if (own != size)
        {
            bool grows = size.Width > frame.Width || size.Height > frame.Height;
            Cv2.Resize(frame, _resized, new Size(size.Width, size.Height), 0, 0, grows ? InterpolationFlags.Linear : InterpolationFlags.Area);
            source = _resized;
        }
        fixed (byte* pixels = destination)
        {
            // A header over the destination: of the right size and type, so OpenCV writes into it and allocates nothing.
            using Mat rgb = Mat.FromPixelData(size.Height, size.Width, MatType.CV_8UC3, (nint)pixels);
            Cv2.CvtColor(source, rgb, ColorConversionCodes.BGR2RGB);
        }
    }

    /// <summary>The resizer for these sizes, kept from one frame to the next; null where OpenCV has to do it.</summary>
    private AreaResizer? Resizer(FrameSize from, FrameSize to)
    {
        if (_resizer is { } known && known.From == from && known.To == to)
            return known;
        return _resizer = AreaResizer.Serves(from, to) ? new AreaResizer(from, to) : null;
    }

    public void Dispose() => _resized.Dispose();
}

using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>Encodes frames as small JPEG pictures.</summary>
public static class Thumbnail
{
    private const int DefaultQuality = 85;

    /// <summary>Encodes a frame.</summary>
    /// <param name="rgb">RGB bytes, [height, width, 3].</param>
    /// <param name="size">The frame's size.</param>
    /// <param name="quality">JPEG quality, 1 (worst) to 100.</param>
    /// <returns>A whole JPEG file of the same size in pixels.</returns>
    /// <exception cref="ArgumentException">The bytes do not fit the size, or the quality is out of range.</exception>
    public static unsafe byte[] Jpeg(ReadOnlySpan<byte> rgb, FrameSize size, int quality = DefaultQuality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (size.Width < 1 || size.Height < 1 || rgb.Length != size.ByteCount)
            throw new ArgumentException($"An RGB frame of {size} has {size.ByteCount} bytes; here are {rgb.Length}.", nameof(rgb));
        fixed (byte* pixels = rgb)
        {
            using Mat frame = Mat.FromPixelData(size.Height, size.Width, MatType.CV_8UC3, (nint)pixels);
            using Mat bgr = new();
            Cv2.CvtColor(frame, bgr, ColorConversionCodes.RGB2BGR);
            Cv2.ImEncode(".jpg", bgr, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
            return jpeg;
        }
    }

    /// <summary>Encodes a frame of a decoded video in the size it has there.</summary>
    /// <param name="video">The video.</param>
    /// <param name="frame">From 0 to its last frame.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public static byte[] Jpeg(DecodedVideo video, int frame)
    {
        ArgumentNullException.ThrowIfNull(video);
        return Jpeg(video.Frame(frame), video.Size);
    }

    /// <summary>Encodes a frame of a video file, scaled to a given width with its shape kept.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="frame">From 0 on, in decode order.</param>
    /// <param name="width">The picture's width in pixels; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frame is negative or the width below 1.</exception>
    /// <exception cref="VideoException">The file can't be read, or has no such frame.</exception>
    public static byte[] Jpeg(string path, int frame, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        using VideoFile file = VideoFile.Open(path);
        int height = (int)Math.Max(1, (2L * width * file.Height + file.Width) / (2L * file.Width));
        FrameSize size = new(width, height);
        byte[] rgb = new byte[size.ByteCount];
        file.Read([frame], size, rgb);
        return Jpeg(rgb, size);
    }
}

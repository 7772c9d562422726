using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>Writes frames as an encoded video file, through the same library that <see cref="VideoFile"/> reads with.</summary>
/// <remarks>The file is whole only after <see cref="Dispose"/>. Serves one thread at a time.</remarks>
public sealed class VideoFileWriter : IDisposable
{
    private readonly VideoWriter _writer;
    private readonly Mat _bgr = new();

    private VideoFileWriter(VideoWriter writer, string path, FrameSize size, double framesPerSecond)
    {
        _writer = writer;
        Path = path;
        Size = size;
        FramesPerSecond = framesPerSecond;
    }

    /// <summary>The file's path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The size of every frame.</summary>
    public FrameSize Size { get; }

    /// <summary>Frames in a second of the video.</summary>
    public double FramesPerSecond { get; }

    /// <summary>How many frames have been written.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Begins a video file; one that exists is replaced.</summary>
    /// <param name="path">The file; its ending names the container, such as .mp4 or .avi. The folder must exist.</param>
    /// <param name="size">The size of every frame; both sides even, as the codecs' halved colour planes want them.</param>
    /// <param name="framesPerSecond">Frames in a second; above 0.</param>
    /// <param name="codec">The codec's four characters, such as mp4v (MPEG-4, goes with .mp4) or MJPG (Motion JPEG, goes with .avi).</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    /// <exception cref="DirectoryNotFoundException">The file's folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="NotSupportedException">This OpenCV has no such codec, or the container takes no such codec.</exception>
    public static VideoFileWriter Create(string path, FrameSize size, double framesPerSecond, string codec)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(codec);
        if (size.Width < 2 || size.Height < 2 || size.Width % 2 != 0 || size.Height % 2 != 0)
            throw new ArgumentException($"A video is written with even sides of at least 2 pixels, not {size}.", nameof(size));
        if (!(framesPerSecond > 0 && double.IsFinite(framesPerSecond)))
            throw new ArgumentOutOfRangeException(nameof(framesPerSecond), framesPerSecond, "The frame rate is a number above 0.");
        if (codec.Length != 4 || !codec.All(char.IsAscii))
            throw new ArgumentException($"A codec is named by four ASCII characters, such as mp4v; not '{codec}'.", nameof(codec));

        // OpenCV says no more than "not opened", so what can be told apart is told apart before it.
        string fullPath = System.IO.Path.GetFullPath(path);
        File.Create(fullPath).Dispose();
        VideoWriter writer = new();
        try
        {
            if (!writer.Open(fullPath, VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), framesPerSecond, new Size(size.Width, size.Height)) || !writer.IsOpened())
                throw new NotSupportedException($"Can't write '{path}': this OpenCV has no encoder for codec '{codec}', or a {System.IO.Path.GetExtension(path)} file takes none such.");
            return new VideoFileWriter(writer, path, size, framesPerSecond);
        }
        catch
        {
            writer.Dispose();
            File.Delete(fullPath);
            throw;
        }
    }

    /// <summary>Adds a frame at the end.</summary>
    /// <param name="rgb">RGB bytes, [height, width, 3] of <see cref="Size"/>.</param>
    /// <exception cref="ArgumentException">The bytes do not fit the size.</exception>
    public unsafe void Write(ReadOnlySpan<byte> rgb)
    {
        if (rgb.Length != Size.ByteCount)
            throw new ArgumentException($"An RGB frame of {Size} has {Size.ByteCount} bytes; here are {rgb.Length}.", nameof(rgb));
        fixed (byte* pixels = rgb)
        {
            using Mat frame = Mat.FromPixelData(Size.Height, Size.Width, MatType.CV_8UC3, (nint)pixels);
            Cv2.CvtColor(frame, _bgr, ColorConversionCodes.RGB2BGR);
        }
        _writer.Write(_bgr);
        FrameCount++;
    }

    /// <summary>Finishes the file and closes it.</summary>
    public void Dispose()
    {
        if (!_writer.IsDisposed)
            _writer.Release();
        _writer.Dispose();
        _bgr.Dispose();
    }
}

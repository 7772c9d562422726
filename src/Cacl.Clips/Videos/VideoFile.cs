using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>An open video file whose frames are numbered in decode order, from the first one that the decoder gives.</summary>
/// <remarks>
/// <para>
/// Frame i is always the i-th frame out of the decoder: going back decodes again from the beginning, and going
/// forward skips frames without converting them. Seeking by frame number or time is not used because containers
/// answer it wrongly too often (no index, reordered frames, discarded leading frames), and the container's own count
/// is used for nothing but <see cref="DecodedVideo.EndedEarly"/>.
/// </para>
/// <para>
/// Frames come turned as the container's rotation says, and converted to RGB with 8 bits. A frame that must be
/// shrunk is averaged over the area of each pixel (INTER_AREA); one that must grow is interpolated bilinearly.
/// Non-square pixels are taken as they are stored.
/// </para>
/// <para>Serves one thread at a time. Dispose it: it holds native memory and an open file.</para>
/// </remarks>
public sealed class VideoFile : IDisposable
{
    private const double ImplausibleFramesPerSecond = 1000;

    private readonly VideoCapture _capture = new();
    private readonly Mat _frame = new();
    private readonly FrameConverter _converter = new();
    private readonly string _fullPath;
    private int _position = -1;
    private bool _retrieved;
    private int? _frameCount;

    private VideoFile(string path)
    {
        Path = path;
        // In full, so that the decoder takes no path for the address of a stream.
        _fullPath = System.IO.Path.GetFullPath(path);
    }

    /// <summary>The file's path, as it was given.</summary>
    public string Path { get; }

    /// <summary>Width of the frames as they come, after rotation, in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height of the frames as they come, after rotation, in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>The container's claim of how many frames make a second; 0 when it makes none.</summary>
    public double FramesPerSecond { get; private set; }

    /// <summary>The container's claim of how many frames there are, often an estimate; 0 when it makes none that is sensible.</summary>
    public long PromisedFrameCount { get; private set; }

    /// <summary>Opens a video and decodes its first frame.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VideoException">There is no such file, it is a folder, empty, not to be read, no video, or gives no frame.</exception>
    public static VideoFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckReadable(path);
        VideoFile file = new(path);
        try
        {
            file.Rewind();
            file.Describe();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Decodes all frames, scaled to one size.</summary>
    /// <param name="size">The size of every frame; the aspect ratio is the caller's business.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> has a side below 1.</exception>
    /// <exception cref="VideoException">A frame could not be converted.</exception>
    public DecodedVideo ReadAll(FrameSize size)
    {
        CheckSize(size);
        ReturnTo(0);
        List<byte[]> frames = [];
        do
        {
            byte[] pixels = GC.AllocateUninitializedArray<byte>(size.ByteCount);
            Convert(size, pixels);
            frames.Add(pixels);
        }
        while (Advance());
        return new DecodedVideo(Path, size, frames, Shortfall(frames.Count));
    }

    /// <summary>Decodes all frames, scaled so that the shorter side has a given length and the shape is kept.</summary>
    /// <param name="shortSide">Length of the shorter side in pixels; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="shortSide"/> is below 1.</exception>
    /// <exception cref="VideoException">A frame could not be converted.</exception>
    public DecodedVideo ReadAll(int shortSide) => ReadAll(FrameSize.FitShortSide(Width, Height, shortSide));

    /// <summary>Decodes some frames, scaled to one size.</summary>
    /// <param name="frames">Frame numbers in any order, repeats allowed. Ascending calls on one file never decode a frame twice.</param>
    /// <param name="size">The size of every frame.</param>
    /// <param name="destination">Receives RGB bytes, [frames, height, width, 3] in the order asked for; just as long as that.</param>
    /// <exception cref="ArgumentException">A number is negative, the size has a side below 1, or <paramref name="destination"/> has another length.</exception>
    /// <exception cref="VideoException">The video ends before a frame; <see cref="VideoException.Frame"/> says which.</exception>
    public void Read(ReadOnlySpan<int> frames, FrameSize size, Span<byte> destination)
    {
        CheckSize(size);
        int bytesOfFrame = size.ByteCount;
        if (destination.Length != (long)frames.Length * bytesOfFrame)
            throw new ArgumentException($"{frames.Length} RGB frames of {size} take {(long)frames.Length * bytesOfFrame} bytes; there is room for {destination.Length}.", nameof(destination));

        int[] sorted = frames.ToArray();
        int[] slots = new int[sorted.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sorted[i], nameof(frames));
            slots[i] = i;
        }
        Array.Sort(sorted, slots);

        for (int i = 0; i < sorted.Length; i++)
        {
            Span<byte> pixels = destination.Slice(slots[i] * bytesOfFrame, bytesOfFrame);
            if (i > 0 && sorted[i] == sorted[i - 1])
            {
                destination.Slice(slots[i - 1] * bytesOfFrame, bytesOfFrame).CopyTo(pixels);
                continue;
            }
            GoTo(sorted[i]);
            Convert(size, pixels);
        }
    }

    /// <summary>Counts the frames by decoding to the end, without converting any; counted once.</summary>
    public int CountFrames()
    {
        if (_frameCount is { } known)
            return known;
        if (_position < 0)
            Rewind();
        while (Advance())
        {
        }
        return _frameCount!.Value;
    }

    /// <summary>Closes the file and frees the decoder.</summary>
    public void Dispose()
    {
        _capture.Dispose();
        _frame.Dispose();
        _converter.Dispose();
    }

    /// <summary>Opens the decoder anew and takes its first frame.</summary>
    private void Rewind()
    {
        _position = -1;
        bool opened;
        try
        {
            // This decoder and no other: the rest of OpenCV's would number the frames of the same file in their own ways.
            opened = _capture.Open(_fullPath, VideoCaptureAPIs.FFMPEG) && _capture.IsOpened();
        }
        catch (OpenCVException exception)
        {
            throw new VideoException(Path, VideoFault.NotAVideo, "the decoder refuses it", innerException: exception);
        }
        if (!opened)
            throw new VideoException(Path, VideoFault.NotAVideo, "it is no video that the decoder knows, or its header is damaged or missing");
        if (!Advance())
            throw new VideoException(Path, VideoFault.NoFrames, "it opens as a video, but no frame can be decoded");
    }

    private void Describe()
    {
        double rate = _capture.Get(VideoCaptureProperties.Fps);
        double promised = _capture.Get(VideoCaptureProperties.FrameCount);
        FramesPerSecond = rate > 0 && double.IsFinite(rate) ? rate : 0;
        // Files without a duration give nonsense such as -1e17 here.
        PromisedFrameCount = promised is > 0 and <= int.MaxValue ? (long)promised : 0;
        Retrieve();
        (Width, Height) = (_frame.Width, _frame.Height);

        // The cover of a sound file is a "video" of one frame at the container's clock rate.
        if (FramesPerSecond >= ImplausibleFramesPerSecond && !Advance())
            throw new VideoException(Path, VideoFault.NotAVideo, $"it holds a single picture at {FramesPerSecond:0} frames per second, as the cover of a sound file does");
    }

    private void GoTo(int frame)
    {
        ReturnTo(frame);
        while (_position < frame)
        {
            if (!Advance())
                throw Ended(frame);
        }
    }

    /// <summary>Makes sure that the decoder stands at <paramref name="frame"/> or before it.</summary>
    private void ReturnTo(int frame)
    {
        if (_frameCount is { } count && frame >= count)
            throw Ended(frame);
        if (_position < 0 || _position > frame)
            Rewind();
    }

    /// <summary>Decodes the next frame without converting it; false at the end, after which the decoder must be rewound.</summary>
    private bool Advance()
    {
        bool grabbed;
        try
        {
            grabbed = _capture.Grab();
        }
        catch (OpenCVException exception)
        {
            throw new VideoException(Path, VideoFault.Corrupt, "the decoder failed", _position + 1, exception);
        }
        _retrieved = false;
        if (grabbed)
        {
            _position++;
            return true;
        }
        if (_position >= 0)
            _frameCount = _position + 1;
        _position = -1;
        return false;
    }

    /// <summary>Converts the frame that the decoder stands at into <see cref="_frame"/>.</summary>
    private void Retrieve()
    {
        if (_retrieved)
            return;
        try
        {
            _retrieved = _capture.Retrieve(_frame) && !_frame.Empty();
        }
        catch (OpenCVException exception)
        {
            throw new VideoException(Path, VideoFault.Corrupt, "the decoder failed", _position, exception);
        }
        if (!_retrieved)
            throw new VideoException(Path, VideoFault.Corrupt, "the decoder gives no picture for it", _position);
        if (_frame.Type() != MatType.CV_8UC3)
            throw new VideoException(Path, VideoFault.NotAVideo, "the decoder gives something other than three colours of 8 bits for it", _position);
    }

    private void Convert(FrameSize size, Span<byte> destination)
    {
        Retrieve();
        _converter.Convert(_frame, size, destination);
    }

    private string? Shortfall(int frames) => frames < PromisedFrameCount
        ? $"ended after {frames} of the {PromisedFrameCount} frames that the container promises"
        : null;

    private VideoException Ended(int frame) => Shortfall(_frameCount!.Value) is { } shortfall && frame < PromisedFrameCount
        ? new VideoException(Path, VideoFault.Corrupt, "decoding " + shortfall, frame)
        : new VideoException(Path, VideoFault.TooShort, $"it has {_frameCount} frames", frame);

    private static void CheckSize(FrameSize size)
    {
        if (size.Width < 1 || size.Height < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A frame has at least one pixel each way.");
    }

    private static void CheckReadable(string path)
    {
        if (Directory.Exists(path))
            throw new VideoException(path, VideoFault.Directory, "it is a folder");
        FileInfo info = new(path);
        if (!info.Exists)
            throw new VideoException(path, VideoFault.Missing, "there is no such file");
        if (info.Length == 0)
            throw new VideoException(path, VideoFault.Empty, "the file is empty");
        try
        {
            File.OpenHandle(path).Dispose();
        }
        catch (FileNotFoundException exception)
        {
            throw new VideoException(path, VideoFault.Missing, "there is no such file", innerException: exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new VideoException(path, VideoFault.NotPermitted, "this process may not read the file", innerException: exception);
        }
    }
}

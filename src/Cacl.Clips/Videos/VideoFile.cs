using System.Buffers;

namespace Cacl.Clips;

/// <summary>An open video file whose frames are numbered in decode order, from the first one that the decoder gives.</summary>
/// <remarks>
/// <para>
/// Frame i is always the i-th frame out of the decoder: going forward skips frames without converting them, and going back
/// decodes again from the beginning. Seeking by frame number or time is not trusted, because containers answer it wrongly
/// too often (no index, reordered frames, discarded leading frames); with a <see cref="Cacl.Clips.SeekTable"/>
/// it is used where the pictures found prove it right. What is read is the same either way.
/// The container's own count of frames is used for nothing but <see cref="Ending"/>.
/// </para>
/// <para>
/// Frames come turned as the container's rotation says (by a quarter, a half or three quarters), stretched in width where its
/// pixels are not square, and converted to RGB with 8 bits; a ratio beyond 8:1 is taken for none. A frame that must be
/// shrunk is averaged over the area of each pixel (INTER_AREA); one that must grow in width or height is interpolated bilinearly.
/// </para>
/// <para>
/// All frames have the size of the first. The decoder gives no sign when a stream goes on in another size, as files put together of several
/// do; it fills pictures of the first size with what fits, or repeats them. So frames behind such a change come in their number, but their
/// pictures are not the file's and may differ from one way of reading to another. Where a build of the decoder does give another
/// size, it is a <see cref="VideoFault.Corrupt"/> at that frame.
/// </para>
/// <para>
/// Decoding runs on a thread of the file's own, so that it can be given up when it makes no progress
/// (<see cref="VideoReadOptions.GiveUpAfter"/>). A file that was given up, or that was cancelled while the decoder hung, can't be
/// read any more.
/// </para>
/// <para>
/// Whatever opens or reads throws an OperationCanceledException when <see cref="VideoReadOptions.Cancellation"/> asks for it.
/// </para>
/// <para>Serves one thread at a time. Dispose it: it holds native memory and an open file.</para>
/// </remarks>
public sealed class VideoFile : IDisposable
{
    /// <summary>Frames of so many bytes are decoded at a time, so that many frames need little memory beside the caller's.</summary>
    private const int BytesAtATime = 8 * 1024 * 1024;

    private readonly FrameReader _reader;
    private readonly DecodingThread _thread;
    private readonly CancellationToken _cancellation;
    private readonly long _mostPixels;

    private VideoFile(string path, VideoReadOptions options, Func<string, TimeSpan, IFrameDecoder> makeDecoder)
    {
        Path = path;
        _cancellation = options.Cancellation;
        _mostPixels = Math.Min(options.MostPixels, FrameSize.MostPixels);
        DecodingProgress progress = new();
        _reader = new FrameReader(path, makeDecoder(FileStamp.FullPath(path), options.GiveUpAfter), progress) { MostPixels = _mostPixels };
        _thread = new DecodingThread(path, _reader, progress, options.GiveUpAfter);
    }

    /// <summary>Lets go of the decoder of a file that nobody has disposed of.</summary>
    ~VideoFile() => _thread?.Close(wait: false);

    /// <summary>The file's path, as it was given.</summary>
    public string Path { get; }

    /// <summary>Width of the frames, turned and with square pixels, in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height of the frames, turned and with square pixels, in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>By how many degrees the container has frames turned, in the decoder's direction: 0, 90, 180 or 270. They are given turned.</summary>
    public int Rotation { get; private set; }

    /// <summary>The container's claim of how many frames make a second; 0 when it makes none.</summary>
    public double FramesPerSecond { get; private set; }

    /// <summary>The container's claim of how many frames there are, often an estimate; 0 when it makes none that is sensible.</summary>
    public long PromisedFrameCount { get; private set; }

    /// <summary>How the video ends; null until its end was met, or a seek table told it.</summary>
    public VideoEnding? Ending { get; private set; }

    /// <summary>What a pass over the whole file has shown, for reading it again; null until <see cref="CountFrames"/> has made one, unless the file was opened with it.</summary>
    public SeekTable? SeekTable { get; private set; }

    /// <summary>How many times a frame was reached by seeking.</summary>
    internal int SeekCount => _reader.SeekCount;

    /// <summary>Opens a video and decodes its first frame.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <param name="seekTable">What an earlier pass has shown (see <see cref="SeekTable"/>). One of another file, or of the file before it changed, is not used.</param>
    /// <exception cref="VideoException">There is no such file, it is a folder, empty, not to be read, no video, gives no frame, or does not get on.</exception>
    public static VideoFile Open(string path, VideoReadOptions? options = null, SeekTable? seekTable = null) =>
        OpenWith(path, options, seekTable, (fullPath, giveUpAfter) => new FrameDecoder(fullPath, giveUpAfter));

    /// <summary>Opens a video with a decoder of the caller's.</summary>
    internal static VideoFile OpenWith(
        string path, VideoReadOptions? options, SeekTable? seekTable, Func<string, TimeSpan, IFrameDecoder> makeDecoder)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new VideoReadOptions();
        options.Check();
        VideoFile file = new(path, options, makeDecoder);
        try
        {
            file.Describe(seekTable);
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
    /// <exception cref="VideoException">The size is too large, a frame could not be converted, or decoding does not get on.</exception>
    public DecodedVideo ReadAll(FrameSize size) => TryReadAll(size, long.MaxValue)!;

    /// <summary>Decodes all frames, scaled so that the shorter side has a given length and the shape is kept.</summary>
    /// <param name="shortSide">Length of the shorter side in pixels; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="shortSide"/> is below 1.</exception>
    /// <exception cref="VideoException">The frames would be too large, one could not be converted, or decoding does not get on.</exception>
    public DecodedVideo ReadAll(int shortSide) =>
        ReadAll(FrameSize.FitShortSide(Width, Height, shortSide));

    /// <summary>Decodes all frames, unless they take more than a number of bytes: the container's count is no limit to how many come.</summary>
    /// <param name="size">The size of every frame.</param>
    /// <param name="mostBytes">The most that the frames may take.</param>
    /// <returns>Null when there are more; then memory has been taken for the first of them and let go, and <see cref="Ending"/> may still be unknown.</returns>
    /// <exception cref="VideoException">As for <see cref="ReadAll(FrameSize)"/>.</exception>
    internal DecodedVideo? TryReadAll(FrameSize size, long mostBytes)
    {
        CheckSize(size);
        List<byte[]>? frames = Run(() => _reader.ReadAll(size, mostBytes));
        return frames is null ? null : new DecodedVideo(Path, size, frames, Ending);
    }

    /// <summary>Gives back a size that frames are to be scaled to, when as many of them as are wanted at a time can be had.</summary>
    /// <exception cref="VideoException">They can't (<see cref="VideoFault.TooLarge"/>).</exception>
    internal FrameSize Allowed(FrameSize size, int frames = 1) =>
        size.WhyTooLarge(frames, _mostPixels) is { } cause ? throw new VideoException(Path, VideoFault.TooLarge, cause) : size;

    /// <summary>Decodes some frames, scaled to one size.</summary>
    /// <param name="frames">Frame numbers in any order, repeats allowed. Ascending calls on one file never decode a frame twice.</param>
    /// <param name="size">The size of every frame.</param>
    /// <param name="destination">Receives RGB bytes, [frames, height, width, 3] in the order asked for; just as long as that.</param>
    /// <exception cref="ArgumentException">A number is negative, the size has a side below 1, or <paramref name="destination"/> has another length.</exception>
    /// <exception cref="VideoException">The size is too large, the video ends before a frame, or decoding does not get on; <see cref="VideoException.Frame"/> says where.</exception>
    public void Read(ReadOnlySpan<int> frames, FrameSize size, Span<byte> destination)
    {
        CheckSize(size);
        int bytesOfFrame = size.ByteCount;
        if (destination.Length != (long)frames.Length * bytesOfFrame)
            throw new ArgumentException($"{frames.Length} RGB frames of {size} take {(long)frames.Length * bytesOfFrame} bytes; there is room for {destination.Length}.", nameof(destination));
        foreach (int frame in frames)
            ArgumentOutOfRangeException.ThrowIfNegative(frame, nameof(frames));

        int[] wanted = [.. frames.ToArray().Distinct().Order()];
        int[] slots = new int[frames.Length];
        for (int i = 0; i < slots.Length; i++)
            slots[i] = Array.BinarySearch(wanted, frames[i]);
        int atATime = Math.Max(1, BytesAtATime / bytesOfFrame);
        for (int first = 0; first < wanted.Length; first += atATime)
        {
            int count = Math.Min(atATime, wanted.Length - first), start = first;
            // The thread's to write to: what it is given up with is not returned.
            byte[] pixels = ArrayPool<byte>.Shared.Rent(count * bytesOfFrame);
            Run(() =>
            {
                _reader.Read(wanted.AsSpan(start, count), size, pixels);
                return true;
            });
            for (int i = 0; i < slots.Length; i++)
            {
                if (slots[i] >= first && slots[i] < first + count)
                    pixels.AsSpan((slots[i] - first) * bytesOfFrame, bytesOfFrame).CopyTo(destination.Slice(i * bytesOfFrame, bytesOfFrame));
            }
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    /// <summary>Counts the frames by decoding to the end, without converting any but a few; counted once.</summary>
    /// <remarks>Right after opening, it makes the <see cref="SeekTable"/> as well. With one, it decodes nothing.</remarks>
    /// <exception cref="VideoException">Decoding fails, or does not get on.</exception>
    public int CountFrames() => Ending?.Frames ?? Run(_reader.CountFrames);

    /// <summary>Closes the file and frees the decoder.</summary>
    public void Dispose()
    {
        _thread.Close(wait: true);
        GC.SuppressFinalize(this);
    }

    private void Describe(SeekTable? seekTable)
    {
        Run(() =>
        {
            _reader.Open(seekTable);
            return true;
        });
        (Width, Height) = _reader.Claims.Displayed(_reader.Decoded);
        Rotation = _reader.Claims.Rotation;
        FramesPerSecond = _reader.Claims.FramesPerSecond;
        PromisedFrameCount = _reader.Claims.FrameCount;
    }

    private T Run<T>(Func<T> work)
    {
        try
        {
            return _thread.Run(work, _cancellation);
        }
        finally
        {
            // Also when a frame beyond the end was asked for.
            (Ending, SeekTable) = (_reader.Ending, _reader.Table);
        }
    }

    private void CheckSize(FrameSize size)
    {
        if (size.Width < 1 || size.Height < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A frame has at least one pixel each way.");
        Allowed(size);
    }
}

using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>Numbers the frames that a decoder gives, and finds them by their numbers.</summary>
/// <remarks>
/// Frame i is the i-th that comes when the file is decoded from its beginning. Going on skips frames without converting them;
/// going back opens the file anew. Only where a <see cref="SeekTable"/> proves where the decoder stands is anything sought.
/// </remarks>
/// <param name="path">The video, for messages.</param>
/// <param name="decoder">Its decoder; disposed with this.</param>
/// <param name="progress">Told of each frame.</param>
internal sealed class FrameReader(string path, IFrameDecoder decoder, DecodingProgress progress) : IDisposable
{
    /// <summary>Refusals in a row after which no frame is expected any more: the decoder refuses one by one what it can't decode.</summary>
    private const int MostRefusals = 64;

    /// <summary>More frames in a second than any video has: the clock rate that the covers of sound files come with.</summary>
    private const double ImplausibleFramesPerSecond = 1000;

    private readonly FrameConverter _converter = new();
    private Mat? _picture;
    private SeekPointRecorder? _recorder;
    private FrameSeeker? _seeker;
    private FileStamp _stamp;
    private int _position = -1;
    private bool _hasSought;

    /// <summary>The most pixels that a frame may have.</summary>
    public long MostPixels { get; init; } = long.MaxValue;

    /// <summary>What the container claims.</summary>
    public StreamClaims Claims { get; private set; }

    /// <summary>The size of frames as they are decoded, turned, with pixels of any shape.</summary>
    public FrameSize Decoded { get; private set; }

    /// <summary>How the video ends; null until its end was met.</summary>
    public VideoEnding? Ending { get; private set; }

    /// <summary>What a full pass has shown; null until there was one.</summary>
    public SeekTable? Table { get; private set; }

    /// <summary>How many times a frame was reached by seeking.</summary>
    public int SeekCount => _seeker?.Count ?? 0;

    /// <summary>Opens the file and decodes its first frame.</summary>
    /// <param name="table">What an earlier pass has shown; not used when the file is not the same any more.</param>
    public void Open(SeekTable? table)
    {
        progress.Step(-1);
        _stamp = FileStamp.OfReadable(path);
        _recorder = new SeekPointRecorder();
        Rewind();
        Claims = Guarded(decoder.Claims);
        Decoded = new FrameSize(Picture().Width, Picture().Height);
        if (Claims.FramesPerSecond >= ImplausibleFramesPerSecond && !Advance())
        {
            throw Refused() is { Fault: VideoFault.CoverPicture } known ? known : new VideoException(path, VideoFault.CoverPicture,
                $"it holds a single picture at {Claims.FramesPerSecond:0} frames per second, as the cover of a sound file does");
        }
        if (table is not null && table.Stamp == _stamp && table.Ending.Promised == Claims.FrameCount)
            Use(table);
    }

    /// <summary>Decodes all frames; null when they take more than so many bytes, as soon as that shows.</summary>
    public List<byte[]>? ReadAll(FrameSize size, long mostBytes)
    {
        _recorder = null;
        // Also where a seek led to the first frame: only a way from there on tells how the video ends.
        if (_position != 0 || _hasSought)
            Rewind();
        List<byte[]> frames = [];
        do
        {
            if ((frames.Count + 1L) * size.ByteCount > mostBytes)
            {
                // A count that follows starts from the beginning, and makes a table.
                (_position, _recorder) = (-1, new SeekPointRecorder());
                return null;
            }
            byte[] pixels = GC.AllocateUninitializedArray<byte>(size.ByteCount);
            _converter.Convert(Picture(), size, pixels);
            frames.Add(pixels);
        }
        while (Advance());
        return frames;
    }

    /// <summary>Decodes some frames.</summary>
    /// <param name="frames">Their numbers, in ascending order.</param>
    /// <param name="size">The size of each.</param>
    /// <param name="destination">Receives one after the other.</param>
    public void Read(ReadOnlySpan<int> frames, FrameSize size, Span<byte> destination)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            GoTo(frames[i]);
            _converter.Convert(Picture(), size, destination.Slice(i * size.ByteCount, size.ByteCount));
        }
    }

    /// <summary>Decodes to the end, without converting; when it begins at the beginning, it makes a table.</summary>
    public int CountFrames()
    {
        if (Ending is null)
        {
            if (_position < 0)
                Rewind();
            while (Advance())
            {
            }
        }
        return Ending!.Frames;
    }

    public void Dispose()
    {
        decoder.Dispose();
        _converter.Dispose();
    }

    private void GoTo(int frame)
    {
        if (Ending is { } ending && frame >= ending.Frames)
            throw Ended(frame);
        while (true)
        {
            Seek(frame);
            if (_position < 0 || _position > frame)
                Rewind();
            if (Skip(frame))
                return;
            if (!_hasSought)
                throw Ended(frame);
            // An end where the whole pass had none: the place that was sought was not what it seemed to be.
            _seeker = null;
        }
    }

    /// <summary>Seeks towards a frame, where that saves time.</summary>
    private void Seek(int frame)
    {
        if (_seeker is null)
            return;
        int position = _position;
        // Nowhere, if it fails on its way.
        _position = -1;
        int? reached = Guarded(() => _seeker.TryReach(frame, position));
        _position = reached ?? position;
        if (reached is null)
            return;
        _picture = null;
        _hasSought = true;
    }

    private bool Skip(int frame)
    {
        _recorder = _position == frame ? _recorder : null;
        long start = FrameSeeker.Now;
        int skipped = frame - _position;
        while (_position < frame)
        {
            if (!Advance())
                return false;
        }
        _seeker?.NoteSkipped(skipped, start);
        return true;
    }

    /// <summary>Opens the decoder anew and takes its first frame.</summary>
    private void Rewind()
    {
        _position = -1;
        _picture = null;
        _hasSought = false;
        bool opened;
        try
        {
            opened = decoder.Open();
        }
        catch (DecoderException exception)
        {
            throw new VideoException(path, exception.Fault == VideoFault.Stalled ? VideoFault.Stalled : VideoFault.NotAVideo,
                exception.Fault == VideoFault.Stalled ? exception.Message : "the decoder refuses it", innerException: exception);
        }
        if (!opened)
            throw Refused() ?? new VideoException(path, VideoFault.NotAVideo, "it is no video that the decoder knows, or its header is damaged or missing");
        // Known before any frame is decoded, and before memory is taken for it.
        if (Guarded(decoder.Claims).Stored is var stored && (long)stored.Width * stored.Height > MostPixels)
            throw new VideoException(path, VideoFault.TooLarge, $"its frames have {stored} pixels, and {MostPixels} in all are allowed (VideoReadOptions.MostPixels)");
        // What stands before the first frame that can be decoded, such as the rest of a broadcast that was cut, has no number.
        if (!Goes())
            throw Refused() ?? new VideoException(path, VideoFault.NoFrames, "it opens as a video, but no frame can be decoded");
        _position = 0;
        // OpenCV prepares its conversion for the first picture that is asked for. Where frames change in size, another first one would give others.
        _ = Picture();
        _recorder?.Add(0, decoder.Time(), PictureFingerprint);
    }

    private VideoException? Refused() =>
        ContainerProbe.WhyNot(path) is var (fault, cause) ? new VideoException(path, fault, cause) : null;

    /// <summary>Decodes the next frame without converting it; false at the end, after which nothing is decoded any more.</summary>
    private bool Advance()
    {
        if (!Grab())
        {
            End();
            return false;
        }
        _position++;
        _recorder?.Add(_position, decoder.Time(), PictureFingerprint);
        return true;
    }

    private bool Grab()
    {
        progress.Step(_position + 1);
        _picture = null;
        return Guarded(decoder.Grab);
    }

    /// <summary>Whether a frame comes within the refusals that damage can cause.</summary>
    private bool Goes()
    {
        for (int refusals = 0; refusals < MostRefusals; refusals++)
        {
            if (Grab())
                return true;
        }
        return false;
    }

    private void End()
    {
        int frames = _position + 1;
        long promised = Claims.FrameCount;
        // The decoder refuses to go beyond the container's count before it forgets the time of the last frame; at an end it has forgotten it.
        bool isRefusal = frames == promised + 1 && decoder.Time() > 0;
        bool goesOn = Goes();
        _position = -1;
        if (_hasSought)
            return;
        Ending = new VideoEnding(
            goesOn ? VideoEndingKind.Corrupt
            : isRefusal ? VideoEndingKind.StoppedAtCount
            : frames < promised ? VideoEndingKind.EndedEarly
            : VideoEndingKind.Complete,
            frames,
            promised);
        if (_recorder is not null && Table is null)
            Use(new SeekTable(_stamp, Ending, goesOn ? [] : _recorder.Points));
        _recorder = null;
    }

    private void Use(SeekTable table)
    {
        Table = table;
        Ending = table.Ending;
        _recorder = null;
        if (table.PointCount > 0 && Claims.FramesPerSecond > 0)
            _seeker = new FrameSeeker(decoder, table, Claims.FramesPerSecond, progress);
    }

    /// <summary>The picture of the frame that the decoder stands at.</summary>
    private Mat Picture()
    {
        if (_picture is not null)
            return _picture;
        Mat picture = Guarded(decoder.Retrieve, -1);
        if (picture.Empty())
            throw new VideoException(path, VideoFault.Corrupt, "the decoder gives no picture for it", _position);
        if (picture.Type() != MatType.CV_8UC3)
            throw new VideoException(path, VideoFault.Corrupt, "the decoder gives something other than three colours of 8 bits for it", _position);
        if (Decoded != default && picture.Size() != new Size(Decoded.Width, Decoded.Height))
            throw new VideoException(path, VideoFault.Corrupt, $"it is {picture.Width}x{picture.Height}, and those before it are {Decoded}", _position);
        return _picture = picture;
    }

    private ulong PictureFingerprint() => PictureHash.Of(Picture());

    private T Guarded<T>(Func<T> call, int ahead = 0)
    {
        try
        {
            return call();
        }
        catch (DecoderException exception)
        {
            throw new VideoException(path, exception.Fault, exception.Message, _position + 1 + ahead, exception);
        }
    }

    private VideoException Ended(int frame)
    {
        VideoEnding ending = Ending!;
        bool isMissing = ending.Kind is VideoEndingKind.Corrupt or VideoEndingKind.StoppedAtCount || frame < ending.Promised;
        return ending.Shortfall is { } shortfall && isMissing
            ? new VideoException(path, VideoFault.Corrupt, "decoding " + shortfall, frame)
            : new VideoException(path, VideoFault.TooShort, $"it has {ending.Frames} frames", frame);
    }
}

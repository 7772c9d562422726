using System.Diagnostics;
using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>OpenCV's FFmpeg reader of one file.</summary>
/// <param name="fullPath">The file's full path, so that the decoder takes no path for the address of a stream.</param>
/// <param name="giveUpAfter">How long the decoder may wait for the file in one call.</param>
internal sealed class FrameDecoder(string fullPath, TimeSpan giveUpAfter) : IFrameDecoder
{
    // Of OpenCV's numbers those that OpenCvSharp has no name for.
    private const int OpenTimeoutMilliseconds = 53;
    private const int ReadTimeoutMilliseconds = 54;

    private readonly Mat _frame = new();
    private VideoCapture? _capture;

    public bool Open()
    {
        _capture?.Dispose();
        _capture = null;
        // As good as for ever: 0 has builds of OpenCV give up at once.
        int milliseconds = giveUpAfter == Timeout.InfiniteTimeSpan ? int.MaxValue : (int)Math.Ceiling(giveUpAfter.TotalMilliseconds);
        return Guarded(() =>
        {
            // This decoder and no other: the rest of OpenCV's would number the frames of the same file in their own ways.
            _capture = new VideoCapture(fullPath, VideoCaptureAPIs.FFMPEG, [OpenTimeoutMilliseconds, milliseconds, ReadTimeoutMilliseconds, milliseconds]);
            return _capture.IsOpened();
        });
    }

    public StreamClaims Claims() => StreamClaims.From(
        Opened.Get(VideoCaptureProperties.Fps),
        Opened.Get(VideoCaptureProperties.FrameCount),
        Opened.Get(VideoCaptureProperties.SARNum),
        Opened.Get(VideoCaptureProperties.SARDen),
        Opened.Get(VideoCaptureProperties.OrientationMeta)).Sized(
        Opened.Get(VideoCaptureProperties.FrameWidth),
        Opened.Get(VideoCaptureProperties.FrameHeight));

    public bool Grab() => Guarded(Opened.Grab);

    public double Time() => Opened.Get(VideoCaptureProperties.PosMsec);

    public Mat Retrieve()
    {
        try
        {
            if (!Opened.Retrieve(_frame))
                _frame.Release();
            return _frame;
        }
        catch (OpenCVException exception)
        {
            throw new DecoderException(VideoFault.Corrupt, "the decoder failed", exception);
        }
    }

    public void Seek(double frame) => Guarded(() => Opened.Set(VideoCaptureProperties.PosFrames, frame));

    public void Dispose()
    {
        _capture?.Dispose();
        _frame.Dispose();
    }

    private VideoCapture Opened => _capture ?? throw new InvalidOperationException("The decoder is not open.");

    /// <summary>Tells a refusal that is an answer from one because waiting for the file took too long.</summary>
    private bool Guarded(Func<bool> call)
    {
        long start = Stopwatch.GetTimestamp();
        bool served;
        try
        {
            served = call();
        }
        catch (OpenCVException exception)
        {
            throw new DecoderException(VideoFault.Corrupt, "the decoder failed", exception);
        }
        if (!served && giveUpAfter != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(start) >= giveUpAfter)
            throw new DecoderException(VideoFault.Stalled, DecodingThread.StallCause(giveUpAfter));
        return served;
    }
}

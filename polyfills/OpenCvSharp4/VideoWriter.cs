using System.Text;

namespace OpenCvSharp;

public class VideoWriter : CvObject
{
    public VideoWriter()
    {
        Fps = -1;
        IsColor = true;
        Native.Check(Native.writer_new(out nint writer));
        SetSafeHandle(new NativeHandle(writer, Native.writer_delete));
    }

    /// <summary>A file or codec that can't be opened is no exception: IsOpened says so.</summary>
    public VideoWriter(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
        : this(fileName, VideoCaptureAPIs.ANY, fourcc, fps, frameSize, isColor) { }

    public VideoWriter(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
        : this() => Open(fileName, apiPreference, fourcc, fps, frameSize, isColor);

    public string? FileName { get; private set; }
    public double Fps { get; private set; }
    public Size FrameSize { get; private set; }
    public bool IsColor { get; private set; }

    public bool Open(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) =>
        Open(fileName, VideoCaptureAPIs.ANY, fourcc, fps, frameSize, isColor);

    public bool Open(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        (FileName, Fps, FrameSize, IsColor) = (fileName, fps, frameSize, isColor);
        Native.Check(Native.writer_open(Handle, fileName, (int)apiPreference, fourcc, fps, frameSize, isColor ? 1 : 0, out int opened));
        return opened != 0;
    }

    public bool IsOpened()
    {
        Native.Check(Native.writer_is_opened(Handle, out int opened));
        return opened != 0;
    }

    public void Write(InputArray image) => Native.Check(Native.writer_write(Handle, InputArray.Of(image, nameof(image)).Handle));

    /// <summary>Ends the file.</summary>
    public void Release() => Native.Check(Native.writer_release(Handle));

    public double Get(VideoWriterProperties propId)
    {
        Native.Check(Native.writer_get(Handle, (int)propId, out double value));
        return value;
    }

    public bool Set(VideoWriterProperties propId, double value)
    {
        Native.Check(Native.writer_set(Handle, (int)propId, value, out int served));
        return served != 0;
    }

    public string GetBackendName()
    {
        Span<byte> name = stackalloc byte[64];
        Native.Check(Native.writer_backend(Handle, name, name.Length));
        return Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
    }

    public static int FourCC(char c1, char c2, char c3, char c4) => OpenCvSharp.FourCC.FromFourChars(c1, c2, c3, c4);
    public static int FourCC(string code) => OpenCvSharp.FourCC.FromString(code);
}

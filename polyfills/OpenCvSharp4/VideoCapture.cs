using System.Text;

namespace OpenCvSharp;

public class VideoCapture : CvObject
{
    public VideoCapture()
    {
        Native.Check(Native.capture_new(out nint capture));
        SetSafeHandle(new NativeHandle(capture, Native.capture_delete));
    }

    /// <summary>A file that can't be opened is no exception: IsOpened says so.</summary>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) : this() => Open(fileName, apiPreference);

    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference, int[] prms) : this()
    {
        if (string.IsNullOrEmpty(fileName)) throw new ArgumentNullException(nameof(fileName));
        ArgumentNullException.ThrowIfNull(prms);
        Native.Check(Native.capture_open(Handle, fileName, (int)apiPreference, prms, prms.Length, out _));
    }

    public static VideoCapture FromFile(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => new(fileName, apiPreference);

    public bool Open(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
    {
        if (string.IsNullOrEmpty(fileName)) throw new ArgumentNullException(nameof(fileName));
        Native.Check(Native.capture_open(Handle, fileName, (int)apiPreference, [], 0, out int opened));
        return opened != 0;
    }

    public bool IsOpened()
    {
        Native.Check(Native.capture_is_opened(Handle, out int opened));
        return opened != 0;
    }

    public void Release() => Native.Check(Native.capture_release(Handle));

    public bool Grab()
    {
        Native.Check(Native.capture_grab(Handle, out int grabbed));
        return grabbed != 0;
    }

    public bool Retrieve(Mat image, int flag = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.capture_retrieve(Handle, image.Handle, flag, out int retrieved));
        return retrieved != 0;
    }

    public bool Read(Mat image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.capture_read(Handle, image.Handle, out int got));
        return got != 0;
    }

    public bool Read(OutputArray image) => Read(OutputArray.Of(image, nameof(image)));

    public Mat RetrieveMat()
    {
        var image = new Mat();
        Retrieve(image);
        return image;
    }

    public double Get(VideoCaptureProperties propertyId) => Get((int)propertyId);

    public double Get(int propertyId)
    {
        Native.Check(Native.capture_get(Handle, propertyId, out double value));
        return value;
    }

    public bool Set(VideoCaptureProperties propertyId, double value) => Set((int)propertyId, value);

    public bool Set(int propertyId, double value)
    {
        Native.Check(Native.capture_set(Handle, propertyId, value, out int served));
        return served != 0;
    }

    public void SetExceptionMode(bool enable) => Native.Check(Native.capture_throws(Handle, enable ? 1 : 0));

    public int FrameCount => (int)Get(VideoCaptureProperties.FrameCount);

    public int FrameWidth
    {
        get => (int)Get(VideoCaptureProperties.FrameWidth);
        set => Set(VideoCaptureProperties.FrameWidth, value);
    }

    public int FrameHeight
    {
        get => (int)Get(VideoCaptureProperties.FrameHeight);
        set => Set(VideoCaptureProperties.FrameHeight, value);
    }

    public double Fps
    {
        get => Get(VideoCaptureProperties.Fps);
        set => Set(VideoCaptureProperties.Fps, value);
    }

    public int PosFrames
    {
        get => (int)Get(VideoCaptureProperties.PosFrames);
        set => Set(VideoCaptureProperties.PosFrames, value);
    }

    public int PosMsec
    {
        get => (int)Get(VideoCaptureProperties.PosMsec);
        set => Set(VideoCaptureProperties.PosMsec, value);
    }

    public string GetBackendName()
    {
        Span<byte> name = stackalloc byte[64];
        Native.Check(Native.capture_backend(Handle, name, name.Length));
        return Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
    }
}

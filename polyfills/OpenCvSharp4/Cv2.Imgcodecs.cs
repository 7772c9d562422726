namespace OpenCvSharp;

public static partial class Cv2
{
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color) => new(fileName, flags);

    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        if (string.IsNullOrEmpty(fileName)) throw new ArgumentNullException(nameof(fileName));
        ArgumentNullException.ThrowIfNull(img);
        prms ??= [];
        Native.Check(Native.imwrite(fileName, img.Handle, prms, prms.Length, out int written));
        return written != 0;
    }

    public static bool ImWrite(string fileName, Mat img, params ImageEncodingParam[] prms) => ImWrite(fileName, img, ImageEncodingParam.Flatten(prms));

    public static Mat ImDecode(byte[] buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        return ImDecode(buf.AsSpan(), flags);
    }

    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        if (span.IsEmpty) throw new ArgumentException("There are no bytes to decode.", nameof(span));
        Native.Check(Native.imdecode(span, span.Length, (int)flags, out nint mat));
        return new Mat(mat);
    }

    public static unsafe bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(ext);
        prms ??= [];
        Native.Check(Native.imencode(ext, InputArray.Of(img, nameof(img)).Handle, prms, prms.Length, out nint bytes, out nint start, out long length, out int encoded));
        try
        {
            buf = new ReadOnlySpan<byte>((void*)start, checked((int)length)).ToArray();
        }
        finally
        {
            Native.Check(Native.bytes_delete(bytes));
        }
        return encoded != 0;
    }

    public static void ImEncode(string ext, InputArray img, out byte[] buf, params ImageEncodingParam[] prms) => ImEncode(ext, img, out buf, ImageEncodingParam.Flatten(prms));
}

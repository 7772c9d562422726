namespace OpenCvSharp;

public readonly record struct FourCC
{
    public readonly int Value;

    public static readonly int MJPG = FromString("MJPG");
    public static readonly int XVID = FromString("XVID");
    public static readonly int MP4V = FromString("MP4V");
    public static readonly int H264 = FromString("H264");
    public static readonly int X264 = FromString("X264");

    public FourCC(int value) => Value = value;

    public static FourCC FromFourChars(char c1, char c2, char c3, char c4) => new((c1 & 255) | (c2 & 255) << 8 | (c3 & 255) << 16 | (c4 & 255) << 24);
    public static FourCC FromInt32(int code) => new(code);

    public static FourCC FromString(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        if (code.Length != 4) throw new ArgumentException($"A codec's code has four characters; '{code}' has {code.Length}.", nameof(code));
        return FromFourChars(code[0], code[1], code[2], code[3]);
    }

    public int ToInt32() => Value;
    public static implicit operator int(FourCC fourcc) => fourcc.Value;
    public static implicit operator FourCC(int code) => new(code);
}

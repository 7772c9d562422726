namespace OpenCvSharp;

public readonly record struct MatType : IEquatable<int>
{
    public const int CV_8U = 0;
    public const int CV_8S = 1;
    public const int CV_16U = 2;
    public const int CV_16S = 3;
    public const int CV_32S = 4;
    public const int CV_32F = 5;
    public const int CV_64F = 6;

    public static readonly MatType CV_8UC1 = MakeType(CV_8U, 1);
    public static readonly MatType CV_8UC2 = MakeType(CV_8U, 2);
    public static readonly MatType CV_8UC3 = MakeType(CV_8U, 3);
    public static readonly MatType CV_8UC4 = MakeType(CV_8U, 4);
    public static readonly MatType CV_8SC1 = MakeType(CV_8S, 1);
    public static readonly MatType CV_8SC2 = MakeType(CV_8S, 2);
    public static readonly MatType CV_8SC3 = MakeType(CV_8S, 3);
    public static readonly MatType CV_8SC4 = MakeType(CV_8S, 4);
    public static readonly MatType CV_16UC1 = MakeType(CV_16U, 1);
    public static readonly MatType CV_16UC2 = MakeType(CV_16U, 2);
    public static readonly MatType CV_16UC3 = MakeType(CV_16U, 3);
    public static readonly MatType CV_16UC4 = MakeType(CV_16U, 4);
    public static readonly MatType CV_16SC1 = MakeType(CV_16S, 1);
    public static readonly MatType CV_16SC2 = MakeType(CV_16S, 2);
    public static readonly MatType CV_16SC3 = MakeType(CV_16S, 3);
    public static readonly MatType CV_16SC4 = MakeType(CV_16S, 4);
    public static readonly MatType CV_32SC1 = MakeType(CV_32S, 1);
    public static readonly MatType CV_32SC2 = MakeType(CV_32S, 2);
    public static readonly MatType CV_32SC3 = MakeType(CV_32S, 3);
    public static readonly MatType CV_32SC4 = MakeType(CV_32S, 4);
    public static readonly MatType CV_32FC1 = MakeType(CV_32F, 1);
    public static readonly MatType CV_32FC2 = MakeType(CV_32F, 2);
    public static readonly MatType CV_32FC3 = MakeType(CV_32F, 3);
    public static readonly MatType CV_32FC4 = MakeType(CV_32F, 4);
    public static readonly MatType CV_64FC1 = MakeType(CV_64F, 1);
    public static readonly MatType CV_64FC2 = MakeType(CV_64F, 2);
    public static readonly MatType CV_64FC3 = MakeType(CV_64F, 3);
    public static readonly MatType CV_64FC4 = MakeType(CV_64F, 4);

    public MatType(int value) => Value = value;

    public int Value { get; }

    /// <summary>OpenCV keeps the depth in three bits and the channels, less one, above it.</summary>
    public int Depth => Value & 7;
    public int Channels => (Value >> 3) + 1;

    public static MatType MakeType(int depth, int channels) =>
        depth is >= 0 and < 8 && channels is > 0 and < 512
            ? new((depth & 7) + ((channels - 1) << 3))
            : throw new OpenCvSharpException($"No matrix type has depth {depth} and {channels} channels.");

    public static MatType FromInt32(int value) => new(value);
    public int ToInt32() => Value;
    public bool Equals(int other) => Value == other;
    public static implicit operator MatType(int value) => new(value);
    public static explicit operator int(MatType self) => self.Value;
    public static bool operator ==(MatType self, int other) => self.Value == other;
    public static bool operator !=(MatType self, int other) => self.Value != other;
    public static MatType CV_8UC(int ch) => MakeType(CV_8U, ch);
    public static MatType CV_8SC(int ch) => MakeType(CV_8S, ch);
    public static MatType CV_16UC(int ch) => MakeType(CV_16U, ch);
    public static MatType CV_16SC(int ch) => MakeType(CV_16S, ch);
    public static MatType CV_32SC(int ch) => MakeType(CV_32S, ch);
    public static MatType CV_32FC(int ch) => MakeType(CV_32F, ch);
    public static MatType CV_64FC(int ch) => MakeType(CV_64F, ch);
    public override string ToString() => $"CV_{Depth switch { 0 => "8U", 1 => "8S", 2 => "16U", 3 => "16S", 4 => "32S", 5 => "32F", 6 => "64F", _ => "16F" }}C{Channels}";
}

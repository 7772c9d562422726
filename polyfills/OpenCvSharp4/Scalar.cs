namespace OpenCvSharp;

public record struct Scalar(double Val0, double Val1, double Val2, double Val3)
{
    public double Val0 = Val0;
    public double Val1 = Val1;
    public double Val2 = Val2;
    public double Val3 = Val3;

    public static readonly Scalar Black = FromRgb(0, 0, 0);
    public static readonly Scalar White = FromRgb(255, 255, 255);
    public static readonly Scalar Red = FromRgb(255, 0, 0);
    public static readonly Scalar Lime = FromRgb(0, 255, 0);
    public static readonly Scalar Blue = FromRgb(0, 0, 255);

    public Scalar(double val0) : this(val0, 0, 0, 0) { }
    public Scalar(double val0, double val1) : this(val0, val1, 0, 0) { }
    public Scalar(double val0, double val1, double val2) : this(val0, val1, val2, 0) { }

    public static Scalar All(double v) => new(v, v, v, v);

    /// <summary>In the order of OpenCV's images: blue, green, red.</summary>
    public static Scalar FromRgb(int r, int g, int b) => new(b, g, r);
    public static explicit operator Scalar(double val) => new(val);

    public double this[int i]
    {
        readonly get => i switch { 0 => Val0, 1 => Val1, 2 => Val2, 3 => Val3, _ => throw new ArgumentOutOfRangeException(nameof(i)) };
        set
        {
            switch (i)
            {
                case 0: Val0 = value; break;
                case 1: Val1 = value; break;
                case 2: Val2 = value; break;
                case 3: Val3 = value; break;
                default: throw new ArgumentOutOfRangeException(nameof(i));
            }
        }
    }
}

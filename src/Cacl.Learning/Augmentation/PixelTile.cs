using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cacl.Learning;

/// <summary>Some rows of a frame on the CPU, few enough to stay in the nearest cache while one colour change after the other goes over them.</summary>
/// <remarks>
/// The changes are those of <see cref="Colors"/>, number by number. They go over whole vectors: behind the pixels of a tile
/// stands black, which every change but that of contrast leaves black.
/// </remarks>
internal sealed class PixelTile
{
    private const float RedWeight = 0.2989f, GreenWeight = 0.587f, BlueWeight = 0.114f;

    private readonly float[] red, green, blue;
    private readonly int width;
    private int count;

    /// <summary>Makes room.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="rows">The most rows that it takes.</param>
    public PixelTile(int width, int rows)
    {
        this.width = width;
        int length = UpToVector(width * rows);
        (red, green, blue) = (new float[length], new float[length], new float[length]);
    }

    /// <summary>Takes rows of bytes, as parts of 255.</summary>
    /// <param name="rgb">RGB bytes; starts at the first row's first pixel.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="rows">How many.</param>
    public void Take(ReadOnlySpan<byte> rgb, int stride, int rows)
    {
        SetCount(rows * width);
        for (int row = 0; row < rows; row++)
            Split(rgb.Slice(row * stride, width * 3), red.AsSpan(row * width, width), green.AsSpan(row * width, width), blue.AsSpan(row * width, width));
    }

    /// <summary>Takes whole rows of a frame's planes.</summary>
    public void Take(ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue)
    {
        SetCount(red.Length);
        red.CopyTo(this.red);
        green.CopyTo(this.green);
        blue.CopyTo(this.blue);
    }

    /// <summary>Gives the pixels back.</summary>
    public void CopyTo(Span<float> red, Span<float> green, Span<float> blue)
    {
        this.red.AsSpan(0, count).CopyTo(red);
        this.green.AsSpan(0, count).CopyTo(green);
        this.blue.AsSpan(0, count).CopyTo(blue);
    }

    /// <summary>Mirrors every row.</summary>
    public void Flip()
    {
        for (int at = 0; at < count; at += width)
        {
            red.AsSpan(at, width).Reverse();
            green.AsSpan(at, width).Reverse();
            blue.AsSpan(at, width).Reverse();
        }
    }

    /// <summary>The sum of all pixels' luma, while what stands behind them is black.</summary>
    public float SumLuma()
    {
        Span<Vector<float>> reds = Vectors(red), greens = Vectors(green), blues = Vectors(blue);
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < reds.Length; i++)
            sum += Luma(reds[i], greens[i], blues[i]);
        return Vector.Sum(sum);
    }

    /// <summary>Makes a colour change.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="amount">How much.</param>
    /// <param name="meanLuma">That of the whole frame; only contrast asks for it.</param>
    public void Adjust(ColorAdjustment kind, float amount, float meanLuma)
    {
        switch (kind)
        {
            case ColorAdjustment.Brightness:
                Blend(amount, 0);
                break;
            case ColorAdjustment.Contrast:
                Blend(amount, meanLuma * (1 - amount));
                break;
            case ColorAdjustment.Saturation:
                Saturate(amount);
                break;
            case ColorAdjustment.Hue:
                TurnHue(amount);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a colour adjustment.");
        }
    }

    /// <summary>Makes all three channels the luma.</summary>
    public void Grayscale()
    {
        Span<Vector<float>> reds = Vectors(red), greens = Vectors(green), blues = Vectors(blue);
        for (int i = 0; i < reds.Length; i++)
            reds[i] = greens[i] = blues[i] = Luma(reds[i], greens[i], blues[i]);
    }

    private void Blend(float ratio, float other)
    {
        Change(red);
        Change(green);
        Change(blue);

        void Change(float[] channel)
        {
            foreach (ref Vector<float> value in Vectors(channel))
                value = Clamp(value * ratio + new Vector<float>(other));
        }
    }

    private void Saturate(float ratio)
    {
        Span<Vector<float>> reds = Vectors(red), greens = Vectors(green), blues = Vectors(blue);
        for (int i = 0; i < reds.Length; i++)
        {
            Vector<float> gray = Luma(reds[i], greens[i], blues[i]) * (1 - ratio);
            reds[i] = Clamp(reds[i] * ratio + gray);
            greens[i] = Clamp(greens[i] * ratio + gray);
            blues[i] = Clamp(blues[i] * ratio + gray);
        }
    }

    /// <summary>The formula is explained where <see cref="Colors"/> has it.</summary>
    private void TurnHue(float turn)
    {
        Span<Vector<float>> reds = Vectors(red), greens = Vectors(green), blues = Vectors(blue);
        var tiny = new Vector<float>(Colors.Tiny);
        for (int i = 0; i < reds.Length; i++)
        {
            Vector<float> r = reds[i], g = greens[i], b = blues[i];
            Vector<float> least = Vector.MinNative(Vector.MinNative(r, g), b);
            Vector<float> chroma = Vector.MaxNative(Vector.MaxNative(r, g), b) - least;
            Vector<float> sixths = (g + b - r - least) / (chroma + tiny) + Vector<float>.One;
            sixths = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(g, b), sixths, -sixths);
            Vector<float> hue = sixths * (1f / 6) + new Vector<float>(turn), slope = chroma * -6, top = least + chroma * 2;
            reds[i] = Channel(hue - new Vector<float>(Colors.HueOfRed), slope, top);
            greens[i] = Channel(hue - new Vector<float>(Colors.HueOfGreen), slope, top);
            blues[i] = Channel(hue - new Vector<float>(Colors.HueOfBlue), slope, top);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector<float> Channel(Vector<float> distance, Vector<float> slope, Vector<float> top)
        {
            distance = Vector.Abs(distance - Vector.Round(distance));
            return Vector.MinNative(Vector.MaxNative(distance, new Vector<float>(1f / 6)), new Vector<float>(1f / 3)) * slope + top;
        }
    }

    private void SetCount(int pixels)
    {
        count = pixels;
        foreach (float[] channel in (ReadOnlySpan<float[]>)[red, green, blue])
            channel.AsSpan(pixels, UpToVector(pixels) - pixels).Clear();
    }

    private static int UpToVector(int pixels) => (pixels + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>The pixels of a channel, and the black that fills the last vector.</summary>
    private Span<Vector<float>> Vectors(float[] channel) =>
        MemoryMarshal.Cast<float, Vector<float>>(channel.AsSpan(0, UpToVector(count)));

    /// <summary>Brings the bytes of pixels apart, 16 pixels at a time.</summary>
    private static void Split(ReadOnlySpan<byte> rgb, Span<float> red, Span<float> green, Span<float> blue)
    {
        int at = 0;
        for (; at + 16 <= red.Length; at += 16)
        {
            ReadOnlySpan<byte> pixels = rgb.Slice(at * 3, 48);
            Vector128<byte> a = Vector128.Create(pixels), b = Vector128.Create(pixels[16..]), c = Vector128.Create(pixels[32..]);
            // An index beyond 15 gives 0.
            Spread(
                Vector128.Shuffle(a, Vector128.Create((byte)0, 3, 6, 9, 12, 15, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
                | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 2, 5, 8, 11, 14, 99, 99, 99, 99, 99))
                | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 1, 4, 7, 10, 13)), red.Slice(at, 16));
            Spread(
                Vector128.Shuffle(a, Vector128.Create((byte)1, 4, 7, 10, 13, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
                | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 0, 3, 6, 9, 12, 15, 99, 99, 99, 99, 99))
                | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 2, 5, 8, 11, 14)), green.Slice(at, 16));
            Spread(
                Vector128.Shuffle(a, Vector128.Create((byte)2, 5, 8, 11, 14, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
                | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 1, 4, 7, 10, 13, 99, 99, 99, 99, 99, 99))
                | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 0, 3, 6, 9, 12, 15)), blue.Slice(at, 16));
        }

        for (; at < red.Length; at++)
            (red[at], green[at], blue[at]) = (rgb[at * 3] / 255f, rgb[at * 3 + 1] / 255f, rgb[at * 3 + 2] / 255f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector128<byte> bytes, Span<float> parts)
    {
        Vector256<ushort> wide = Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
        (Vector256.ConvertToSingle(Vector256.WidenLower(wide).AsInt32()) / 255f).CopyTo(parts);
        (Vector256.ConvertToSingle(Vector256.WidenUpper(wide).AsInt32()) / 255f).CopyTo(parts[8..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Luma(Vector<float> red, Vector<float> green, Vector<float> blue) => red * RedWeight + green * GreenWeight + blue * BlueWeight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Clamp(Vector<float> value) => Vector.MinNative(Vector.MaxNative(value, Vector<float>.Zero), Vector<float>.One);
}

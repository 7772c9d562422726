namespace Cacl.Samples.MotionSet;

/// <summary>A small RGB image that is sampled between its pixels.</summary>
internal sealed class Texture(byte[] rgb, int width, int height)
{
    public int Width => width;
    public int Height => height;
    public ReadOnlySpan<byte> Pixels => rgb;

    /// <summary>Cuts a window out of a frame, each pixel the mean of what it covers.</summary>
    public static Texture Cut(ReadOnlySpan<byte> frame, int frameWidth, int left, int top, int windowWidth, int windowHeight, int width, int height)
    {
        var rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            int firstRow = top + y * windowHeight / height, lastRow = Math.Max(firstRow + 1, top + (y + 1) * windowHeight / height);
            for (int x = 0; x < width; x++)
            {
                int firstColumn = left + x * windowWidth / width, lastColumn = Math.Max(firstColumn + 1, left + (x + 1) * windowWidth / width);
                int area = (lastRow - firstRow) * (lastColumn - firstColumn);
                for (int c = 0; c < 3; c++)
                {
                    int sum = 0;
                    for (int row = firstRow; row < lastRow; row++)
                        for (int column = firstColumn; column < lastColumn; column++) sum += frame[(row * frameWidth + column) * 3 + c];
                    rgb[(y * width + x) * 3 + c] = (byte)((sum + area / 2) / area);
                }
            }
        }
        return new Texture(rgb, width, height);
    }

    /// <summary>Exchanges the colours, then stretches the contrast to a standard deviation.</summary>
    public Texture Recolour(ReadOnlySpan<int> order, double deviation)
    {
        double factor = deviation / Math.Max(Deviation(), 8), mean = Mean();
        double centre = Math.Clamp(mean, 80, 176);
        var recoloured = new byte[rgb.Length];
        for (int i = 0; i < rgb.Length; i += 3)
            for (int c = 0; c < 3; c++) recoloured[i + c] = (byte)Math.Clamp(Math.Round(centre + factor * (rgb[i + order[c]] - mean)), 0, 255);
        return new Texture(recoloured, width, height);
    }

    public double Mean()
    {
        long sum = 0;
        foreach (byte value in rgb) sum += value;
        return sum / (double)rgb.Length;
    }

    /// <summary>The standard deviation of the grey values.</summary>
    public double Deviation()
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            double grey = (rgb[i] + rgb[i + 1] + rgb[i + 2]) / 3.0;
            sum += grey;
            squares += grey * grey;
        }
        double count = rgb.Length / 3.0;
        return Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count)));
    }

    /// <summary>The colour at a position in pixels, bilinear, the border repeated.</summary>
    public (double R, double G, double B) At(double x, double y)
    {
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        int x0 = Math.Min((int)x, width - 2), y0 = Math.Min((int)y, height - 2);
        double fx = x - x0, fy = y - y0;
        int i = (y0 * width + x0) * 3, below = i + width * 3;
        double Mix(int c) => (rgb[i + c] * (1 - fx) + rgb[i + 3 + c] * fx) * (1 - fy) + (rgb[below + c] * (1 - fx) + rgb[below + 3 + c] * fx) * fy;
        return (Mix(0), Mix(1), Mix(2));
    }
}

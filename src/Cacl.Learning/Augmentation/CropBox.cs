using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>What is cut out of a frame.</summary>
internal readonly record struct CropBox(int Left, int Top, int Width, int Height)
{
    // torchvision's number of tries before it takes the middle.
    private const int Tries = 10;

    /// <summary>Draws the place, and with <see cref="AugmentationOptions.CropArea"/> also the size and shape.</summary>
    /// <param name="options">What to draw from.</param>
    /// <param name="size">The frame's.</param>
    /// <param name="edge">Edge of a crop that is not resized.</param>
    /// <param name="random">Source of the choice.</param>
    public static CropBox Draw(AugmentationOptions options, FrameSize size, int edge, ref SampleRandom random)
    {
        if (options.CropArea is not { } areas)
        {
            int left = random.NextInt(size.Width - edge + 1), top = random.NextInt(size.Height - edge + 1);
            return new CropBox(left, top, edge, edge);
        }

        for (int attempt = 0; attempt < Tries; attempt++)
        {
            double area = areas.At(random.NextDouble());
            double aspect = Math.Exp(new ValueRange(Math.Log(options.CropAspect.Least), Math.Log(options.CropAspect.Most)).At(random.NextDouble()));
            FrameSize crop = SizeOf(size, area, aspect);
            if (crop.Width > 0 && crop.Width <= size.Width && crop.Height > 0 && crop.Height <= size.Height)
            {
                int top = random.NextInt(size.Height - crop.Height + 1), left = random.NextInt(size.Width - crop.Width + 1);
                return new CropBox(left, top, crop.Width, crop.Height);
            }
        }

        return Middle(size, options.CropAspect);
    }

    /// <summary>The size of a crop of a part of the frame's area; it may be larger than the frame on one side.</summary>
    internal static FrameSize SizeOf(FrameSize size, double area, double aspect)
    {
        double pixels = (double)size.Width * size.Height * area;
        return new FrameSize((int)Math.Round(Math.Sqrt(pixels * aspect)), (int)Math.Round(Math.Sqrt(pixels / aspect)));
    }

    /// <summary>The largest crop in the middle whose aspect is within the range.</summary>
    internal static CropBox Middle(FrameSize size, ValueRange aspect)
    {
        double own = (double)size.Width / size.Height;
        int width = own > aspect.Most ? Math.Max(1, (int)Math.Round(size.Height * aspect.Most)) : size.Width;
        int height = own < aspect.Least ? Math.Max(1, (int)Math.Round(size.Width / aspect.Least)) : size.Height;
        return new CropBox((size.Width - width) / 2, (size.Height - height) / 2, width, height);
    }
}

using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>The random choices of one view of one clip, or of one frame where frames are varied each by itself.</summary>
/// <param name="Flip">Whether the clip is mirrored left to right.</param>
/// <param name="Grayscale">Whether the clip loses its colours.</param>
/// <param name="Adjustments">The colour changes in the order in which they are made; empty when there are none.</param>
internal readonly record struct ViewDraw(bool Flip, bool Grayscale, (ColorAdjustment Kind, double Amount)[] Adjustments)
{
    /// <summary>What is cut out; null: the whole picture as it is.</summary>
    public CropBox? Crop { get; init; }

    /// <summary>Pixels on an edge of the blur's square; 0: no blur.</summary>
    public int BlurKernel { get; init; }

    /// <summary>Standard deviation of the blur in pixels.</summary>
    public double BlurSigma { get; init; }

    /// <summary>From where on values are inverted; null: nowhere.</summary>
    public double? SolarizeThreshold { get; init; }

    /// <summary>Draws everything, the crop first.</summary>
    public static ViewDraw From(AugmentationOptions options, FrameSize size, int edge, ref SampleRandom random)
    {
        CropBox crop = CropBox.Draw(options, size, edge, ref random);
        return From(options, ref random) with { Crop = crop };
    }

    /// <summary>Draws everything but the crop.</summary>
    public static ViewDraw From(AugmentationOptions options, ref SampleRandom random)
    {
        var adjustments = Array.Empty<(ColorAdjustment, double)>();
        if (random.NextBool(options.JitterProbability))
        {
            Span<int> order = [0, 1, 2, 3];
            random.Shuffle(order);
            var all = new List<(ColorAdjustment, double)>(4);
            foreach (int kind in order)
            {
                double extent = kind switch { 0 => options.Brightness, 1 => options.Contrast, 2 => options.Saturation, _ => options.Hue };
                double drawn = extent * (2 * random.NextDouble() - 1);
                if (extent > 0)
                    all.Add(((ColorAdjustment)kind, (ColorAdjustment)kind == ColorAdjustment.Hue ? drawn : 1 + drawn));
            }

            adjustments = [.. all];
        }

        bool grayscale = random.NextBool(options.GrayscaleProbability);
        bool flip = random.NextBool(options.FlipProbability);
        bool blur = random.NextBool(options.BlurProbability);
        double sigma = options.BlurSigma.At(random.NextDouble());
        bool solarize = random.NextBool(options.SolarizeProbability);
        return new ViewDraw(flip, grayscale, adjustments)
        {
            BlurKernel = blur ? options.BlurKernel : 0,
            BlurSigma = blur ? sigma : 0,
            SolarizeThreshold = solarize ? options.SolarizeThreshold : null,
        };
    }
}

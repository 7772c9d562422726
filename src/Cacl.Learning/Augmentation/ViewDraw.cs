using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>The random choices of one view of one clip, but for the place of its crop.</summary>
/// <param name="Flip">Whether the clip is mirrored left to right.</param>
/// <param name="Grayscale">Whether the clip loses its colours.</param>
/// <param name="Adjustments">The colour changes in the order in which they are made; empty when there are none.</param>
internal readonly record struct ViewDraw(bool Flip, bool Grayscale, (ColorAdjustment Kind, double Amount)[] Adjustments)
{
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
        return new ViewDraw(flip, grayscale, adjustments);
    }
}

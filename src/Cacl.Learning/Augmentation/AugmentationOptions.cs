namespace Cacl.Learning;

/// <summary>How a view of a clip is varied. Every draw holds for all frames of the clip and of its shuffled twin.</summary>
/// <remarks>
/// Defaults are those of CACL's released code. The random crop is always on. The order: crop, colours, grayscale, blur, solarisation,
/// mirroring; each is what torchvision does to a frame.
/// </remarks>
public sealed record AugmentationOptions
{
    /// <summary>The list of CACL's released code: the defaults.</summary>
    public static AugmentationOptions Cacl { get; } = new();

    /// <summary>CVRL's list for the first of two views: always blurred, never solarised.</summary>
    public static AugmentationOptions CvrlFirstView { get; } = new()
    {
        CropArea = new ValueRange(0.3, 1),
        CropAspect = new ValueRange(0.5, 2),
        Brightness = 0.8,
        Contrast = 0.8,
        Saturation = 0.8,
        Hue = 0.2,
        BlurProbability = 1,
    };

    /// <summary>CVRL's list for the second of two views: seldom blurred, sometimes solarised.</summary>
    public static AugmentationOptions CvrlSecondView { get; } = CvrlFirstView with { BlurProbability = 0.1, SolarizeProbability = 0.2 };

    /// <summary>MoCo v2's list, which CycleContrast takes.</summary>
    public static AugmentationOptions MocoV2 { get; } = new() { CropArea = new ValueRange(0.2, 1), BlurProbability = 0.5 };

    /// <summary>
    /// The part of a frame's area that the crop takes, of random size and shape, before it is resized to the clip's size.
    /// Null: a crop of the clip's size, not resized.
    /// </summary>
    /// <value>Default: null.</value>
    public ValueRange? CropArea { get; init; }

    /// <summary>Width by height of a crop with <see cref="CropArea"/>; its logarithm is uniform.</summary>
    /// <value>Default: 3/4 to 4/3.</value>
    public ValueRange CropAspect { get; init; } = new(3.0 / 4, 4.0 / 3);

    /// <summary>Probability that brightness, contrast, saturation and hue change.</summary>
    /// <value>Default: 0.8.</value>
    public double JitterProbability { get; init; } = 0.8;

    /// <summary>Brightness is multiplied by a factor from 1 - this to 1 + this.</summary>
    /// <value>Default: 0.4.</value>
    public double Brightness { get; init; } = 0.4;

    /// <summary>Contrast is multiplied by a factor from 1 - this to 1 + this.</summary>
    /// <value>Default: 0.4.</value>
    public double Contrast { get; init; } = 0.4;

    /// <summary>Saturation is multiplied by a factor from 1 - this to 1 + this.</summary>
    /// <value>Default: 0.4.</value>
    public double Saturation { get; init; } = 0.4;

    /// <summary>Hue turns by up to this part of the colour circle either way, at most 0.5.</summary>
    /// <value>Default: 0.1.</value>
    public double Hue { get; init; } = 0.1;

    /// <summary>Probability that a clip loses its colours.</summary>
    /// <value>Default: 0.2.</value>
    public double GrayscaleProbability { get; init; } = 0.2;

    /// <summary>Probability that a clip is mirrored left to right.</summary>
    /// <value>Default: 0.5.</value>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>Probability that a clip is blurred.</summary>
    /// <value>Default: 0.</value>
    public double BlurProbability { get; init; }

    /// <summary>Standard deviation of the blur's Gaussian, in pixels.</summary>
    /// <value>Default: 0.1 to 2.</value>
    public ValueRange BlurSigma { get; init; } = new(0.1, 2);

    /// <summary>Pixels on an edge of the square in which the blur's Gaussian is taken; odd.</summary>
    /// <value>Default: 23.</value>
    public int BlurKernel { get; init; } = 23;

    /// <summary>Probability that the bright values of a clip are inverted.</summary>
    /// <value>Default: 0.</value>
    public double SolarizeProbability { get; init; }

    /// <summary>From where on solarisation inverts a value, 0 to 1.</summary>
    /// <value>Default: 0.5.</value>
    public double SolarizeThreshold { get; init; } = 0.5;

    /// <summary>Whether every frame gets a draw of its own, so that frames of one clip no longer go together (CVRL's ablation).</summary>
    /// <value>Default: false.</value>
    public bool PerFrame { get; init; }

    internal void CollectFaults(string option, List<string> faults)
    {
        Check(nameof(JitterProbability), JitterProbability, 1);
        Check(nameof(Brightness), Brightness, 1);
        Check(nameof(Contrast), Contrast, 1);
        Check(nameof(Saturation), Saturation, 1);
        Check(nameof(Hue), Hue, 0.5);
        Check(nameof(GrayscaleProbability), GrayscaleProbability, 1);
        Check(nameof(FlipProbability), FlipProbability, 1);
        CropArea?.CollectFaults($"{option}.{nameof(CropArea)}", 1, faults);
        CropAspect.CollectFaults($"{option}.{nameof(CropAspect)}", 100, faults);
        Check(nameof(BlurProbability), BlurProbability, 1);
        BlurSigma.CollectFaults($"{option}.{nameof(BlurSigma)}", 1000, faults);
        if (BlurKernel is < 1 or > 1023 || BlurKernel % 2 == 0)
            faults.Add($"{option}.{nameof(BlurKernel)} is {BlurKernel}; it must be odd and from 1 to 1023.");
        Check(nameof(SolarizeProbability), SolarizeProbability, 1);
        Check(nameof(SolarizeThreshold), SolarizeThreshold, 1);

        void Check(string name, double value, double most)
        {
            if (!(value >= 0 && value <= most))
                faults.Add($"{option}.{name} is {value}; it must be from 0 to {most}.");
        }
    }
}

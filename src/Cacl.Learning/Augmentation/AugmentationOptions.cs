namespace Cacl.Learning;

/// <summary>How a view of a clip is varied. Every draw holds for all frames of the clip and of its shuffled twin.</summary>
/// <remarks>Defaults are those of CACL's released code. The random crop is always on; its size is the clip's.</remarks>
public sealed record AugmentationOptions
{
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

    internal void CollectFaults(string option, List<string> faults)
    {
        Check(nameof(JitterProbability), JitterProbability, 1);
        Check(nameof(Brightness), Brightness, 1);
        Check(nameof(Contrast), Contrast, 1);
        Check(nameof(Saturation), Saturation, 1);
        Check(nameof(Hue), Hue, 0.5);
        Check(nameof(GrayscaleProbability), GrayscaleProbability, 1);
        Check(nameof(FlipProbability), FlipProbability, 1);

        void Check(string name, double value, double most)
        {
            if (!(value >= 0 && value <= most))
                faults.Add($"{option}.{name} is {value}; it must be from 0 to {most}.");
        }
    }
}

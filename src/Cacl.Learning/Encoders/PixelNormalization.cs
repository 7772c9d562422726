namespace Cacl.Learning;

/// <summary>Means and standard deviations of red, green and blue that pixels from 0 to 1 are normalised by.</summary>
public enum PixelNormalization
{
    /// <summary>Pixels stay from 0 to 1.</summary>
    None,

    /// <summary>ImageNet's: torchvision's ResNets and MoCo.</summary>
    ImageNet,

    /// <summary>Kinetics-400's: torchvision's video networks.</summary>
    Kinetics400,
}

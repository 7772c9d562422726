namespace Cacl.Learning;

/// <summary>What of an encoder's network a video's vector is made of.</summary>
public enum VideoFeature
{
    /// <summary>The last convolution's map, its mean over time and space: what <see cref="VideoEncoder.Embed"/> gives.</summary>
    Pooled,

    /// <summary>
    /// The last convolution's map, its largest value in each 2 x 2 square of space, flattened: 9216 values for 16 frames of 112 x 112 pixels and
    /// 512 channels. What CACL's released code retrieves by.
    /// </summary>
    LastMap,
}

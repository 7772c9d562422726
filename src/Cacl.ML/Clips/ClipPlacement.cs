namespace Cacl.ML;

/// <summary>Where in a video its clip lies.</summary>
public enum ClipPlacement
{
    /// <summary>In the middle, cropped to the centre of the frame.</summary>
    Centre,

    /// <summary>At a place, and cropped at a place, that follow from the seed and the path.</summary>
    Random,
}

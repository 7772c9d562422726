namespace Cacl.Learning;

/// <summary>One of the colour changes of a view. The amount is a factor, for hue a part of the colour circle.</summary>
internal enum ColorAdjustment
{
    Brightness = 0,
    Contrast = 1,
    Saturation = 2,
    Hue = 3,
}

using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Takes the mean of each colour from pixels, and divides by its standard deviation.</summary>
internal static class PixelNormalizer
{
    /// <summary>Normalises pictures or clips.</summary>
    /// <param name="normalization">The statistics.</param>
    /// <param name="pixels">Float [count, 3, ...].</param>
    /// <returns>A new tensor of the same shape.</returns>
    public static Tensor Apply(this PixelNormalization normalization, Tensor pixels)
    {
        if (normalization == PixelNormalization.None)
            return pixels.alias();
        (float[] mean, float[] deviation) = normalization == PixelNormalization.ImageNet
            ? ((float[])[0.485f, 0.456f, 0.406f], (float[])[0.229f, 0.224f, 0.225f])
            : ([0.43216f, 0.394666f, 0.37645f], [0.22803f, 0.22145f, 0.216989f]);
        using DisposeScope scope = NewDisposeScope();
        long[] colours = [1, 3, .. Enumerable.Repeat(1L, (int)pixels.dim() - 2)];
        Tensor centred = pixels - Colours(mean);
        return (centred / Colours(deviation)).MoveToOuterDisposeScope();

        Tensor Colours(float[] values) => tensor(values, device: pixels.device).to(pixels.dtype).view(colours);
    }
}

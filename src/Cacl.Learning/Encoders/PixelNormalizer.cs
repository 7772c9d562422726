using Cacl.Onnx;
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
        (float[] mean, float[] deviation) = StatisticsOf(normalization);
        using DisposeScope scope = NewDisposeScope();
        long[] colours = [1, 3, .. Enumerable.Repeat(1L, (int)pixels.dim() - 2)];
        Tensor centred = pixels - Colours(mean);
        return (centred / Colours(deviation)).MoveToOuterDisposeScope();

        Tensor Colours(float[] values) => tensor(values).OnDevice(pixels.device).to(pixels.dtype).view(colours);
    }

    /// <summary>Adds the same to an ONNX graph.</summary>
    /// <param name="normalization">The statistics.</param>
    /// <param name="graph">Takes the operators.</param>
    /// <param name="pixels">The name of float [count, 3, ...].</param>
    /// <param name="axes">How many axes lie behind the colours.</param>
    public static string Export(this PixelNormalization normalization, GraphBuilder graph, string pixels, int axes)
    {
        if (normalization == PixelNormalization.None)
            return pixels;
        (float[] mean, float[] deviation) = StatisticsOf(normalization);
        long[] colours = [3, .. Enumerable.Repeat(1L, axes)];
        return graph.Divide(graph.Subtract(pixels, graph.Weights(mean, colours)), graph.Weights(deviation, colours));
    }

    private static (float[] Mean, float[] Deviation) StatisticsOf(PixelNormalization normalization) => normalization == PixelNormalization.ImageNet
        ? ([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f])
        : ([0.43216f, 0.394666f, 0.37645f], [0.22803f, 0.22145f, 0.216989f]);
}

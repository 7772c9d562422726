using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A convolution that does what the batch norm behind it does as well, by other weights.</summary>
/// <remarks>
/// Batch norm with the statistics it has learned scales and shifts each channel: (x - mean) * scale + shift, with scale =
/// weight / sqrt(variance + epsilon). So the convolution's weights are scaled, and its bias is (bias - mean) * scale + shift.
/// </remarks>
internal static class FoldedConvolution
{
    /// <summary>Makes the convolution.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="norm">The batch norm behind it.</param>
    public static FrameConvolution Of(Convolution convolution, BatchNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor> learned = norm.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.cpu().to(float64));
        long[] shape = convolution.Weight.shape;   // [channels out, channels in, kernel]

        Tensor scale = learned["weight"] / (learned["running_var"] + BatchNorm.Epsilon).sqrt();
        Tensor weights = convolution.Weight.cpu().to(float64) * scale.view([-1, .. shape.Skip(1).Select(_ => 1L)]);
        Tensor before = convolution.Bias is { } bias ? bias.cpu().to(float64) - learned["running_mean"] : -learned["running_mean"];
        Tensor shift = before * scale + learned["bias"];
        long[] strides = [.. convolution.Strides];
        if (strides.Length == 2)
            (shape, strides) = ([.. shape[..2], 1, .. shape[2..]], [1, .. strides]);
        return new FrameConvolution(weights.contiguous().data<double>().ToArray(), shift.data<double>().ToArray(), shape, strides);
    }
}

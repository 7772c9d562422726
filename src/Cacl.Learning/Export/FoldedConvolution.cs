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
    /// <param name="convolution">A Conv2d or Conv3d that covers the edges by half its kernel.</param>
    /// <param name="norm">The batch norm behind it.</param>
    public static FrameConvolution Of(Module<Tensor, Tensor> convolution, Module norm)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor raw = convolution.state_dict()["weight"];
        Dictionary<string, Tensor> learned = norm.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.cpu().to(float64));
        long[] shape = raw.shape;   // [channels out, channels in, kernel]

        Tensor scale = learned["weight"] / (learned["running_var"] + BatchNorm.Epsilon).sqrt();
        Tensor weights = raw.cpu().to(float64) * scale.view([-1, .. shape.Skip(1).Select(_ => 1L)]);
        Tensor before = convolution.state_dict().TryGetValue("bias", out Tensor? bias) ? bias.cpu().to(float64) - learned["running_mean"] : -learned["running_mean"];
        Tensor shift = before * scale + learned["bias"];
        long[] strides = [.. shape.Skip(2).Select((_, axis) => StrideOf(convolution, raw, axis))];
        if (convolution is Conv2d)
            (shape, strides) = ([.. shape[..2], 1, .. shape[2..]], [1, .. strides]);
        return new FrameConvolution(weights.contiguous().data<double>().ToArray(), shift.data<double>().ToArray(), shape, strides);
    }

    // TorchSharp does not tell a convolution's stride; but it is one less than the pixels of which it makes more than one.
    private static long StrideOf(Module<Tensor, Tensor> convolution, Tensor weights, int axis)
    {
        for (long size = 2; ; size++)
        {
            long[] shape = [1, weights.shape[1], .. Enumerable.Range(0, (int)weights.dim() - 2).Select(other => other == axis ? size : 1)];
            using Tensor probe = zeros(shape, dtype: weights.dtype, device: weights.device);
            using Tensor made = convolution.call(probe);
            if (made.shape[2 + axis] > 1)
                return size - 1;
        }
    }
}

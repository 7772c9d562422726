using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Two convolutions beside a shortcut, which a convolution adapts where the shape changes.</summary>
/// <remarks>Source: He et al., arXiv 1512.03385, the basic block. The fields' names are those of the parameters in torchvision.</remarks>
internal sealed class VideoResNetBlock : NetworkBlock, IExportedLayer
{
    private readonly Sequential conv1;
    private readonly Sequential conv2;
    private readonly Sequential? downsample;

    public VideoResNetBlock(BlockConvolutions convolutions, int channels) : base(nameof(VideoResNetBlock))
    {
        conv1 = Sequential(convolutions.First, new BatchNorm(channels), ReLU(inplace: true));
        conv2 = Sequential(convolutions.Second, new BatchNorm(channels));
        downsample = convolutions.Shortcut is { } shortcut ? Sequential(shortcut, new BatchNorm(channels)) : null;
        RegisterComponents();
    }

    protected override Tensor Compute(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps;
        using (Tensor inner = conv1.call(input))
            maps = conv2.call(inner);
        // In place: batch norm keeps its input for the gradient, not its output.
        return maps.add_(downsample?.call(input) ?? input).relu_().MoveToOuterDisposeScope();
    }

    public FrameMaps Export(FrameMaps input) =>
        input.Layers(conv1, conv2).Add(downsample is null ? input : input.Layers(downsample)).Relu();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            conv1.Dispose();
            conv2.Dispose();
            downsample?.Dispose();
        }

        base.Dispose(disposing);
    }
}

using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A basic block or a bottleneck beside a shortcut, which a convolution of one pixel adapts where the shape changes.</summary>
/// <remarks>
/// Source: He et al., arXiv 1512.03385; a bottleneck's stride lies on its 3x3 convolution, as torchvision has it. The fields'
/// names are those of the parameters in torchvision.
/// </remarks>
internal sealed class FrameNetworkBlock : NetworkBlock, IExportedLayer
{
    private readonly Convolution conv1;
    private readonly BatchNorm bn1;
    private readonly Convolution conv2;
    private readonly BatchNorm bn2;
    private readonly Convolution? conv3;
    private readonly BatchNorm? bn3;
    private readonly Sequential? downsample;

    public FrameNetworkBlock(int channelsIn, int channels, int channelsOut, int stride, bool bottleneck) : base(nameof(FrameNetworkBlock))
    {
        conv1 = bottleneck
            ? Convolve(channelsIn, channels, 1)
            : Convolve(channelsIn, channels, 3, stride);
        bn1 = new BatchNorm(channels);
        conv2 = Convolve(channels, channels, 3, bottleneck ? stride : 1);
        bn2 = new BatchNorm(channels);
        if (bottleneck)
        {
            conv3 = Convolve(channels, channelsOut, 1);
            bn3 = new BatchNorm(channelsOut);
        }

        if (stride != 1 || channelsIn != channelsOut)
            downsample = Sequential(Convolve(channelsIn, channelsOut, 1, stride), new BatchNorm(channelsOut));
        RegisterComponents();
    }

    protected override Tensor Compute(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = bn2.call(conv2.call(bn1.call(conv1.call(input)).relu_()));
        if (conv3 is not null)
            maps = bn3!.call(conv3.call(maps.relu_()));
        return maps.add_(downsample?.call(input) ?? input).relu_().MoveToOuterDisposeScope();
    }

    public FrameMaps Export(FrameMaps input)
    {
        FrameMaps maps = input.Layers(conv1, bn1).Relu().Layers(conv2, bn2);
        if (conv3 is not null)
            maps = maps.Relu().Layers(conv3, bn3!);
        return maps.Add(downsample is null ? input : input.Layers(downsample)).Relu();
    }

    private static Convolution Convolve(int channelsIn, int channelsOut, int edge, int stride = 1) => new(channelsIn, channelsOut, [edge, edge], [stride, stride]);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Module? part in (Module?[])[conv1, bn1, conv2, bn2, conv3, bn3, downsample])
                part?.Dispose();
        }

        base.Dispose(disposing);
    }
}

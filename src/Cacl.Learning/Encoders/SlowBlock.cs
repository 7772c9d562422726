using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A bottleneck beside a shortcut: a convolution over time into few channels, one over space, and one out into many.</summary>
/// <remarks>Source: Feichtenhofer et al., arXiv 1812.03982. The fields' names are those that torchvision gives the parts of its bottlenecks.</remarks>
internal sealed class SlowBlock : NetworkBlock, IExportedLayer
{
    /// <summary>How many times as many channels go out as lie within.</summary>
    public const int Expansion = 4;

    private readonly Sequential conv1;
    private readonly Sequential conv2;
    private readonly Sequential conv3;
    private readonly Sequential? downsample;

    /// <summary>Makes a block.</summary>
    /// <param name="channelsIn">Channels that come in.</param>
    /// <param name="channels">Channels within.</param>
    /// <param name="frames">Frames of the first convolution's kernel.</param>
    /// <param name="stride">By what height and width are divided.</param>
    public SlowBlock(int channelsIn, int channels, int frames, int stride) : base(nameof(SlowBlock))
    {
        int channelsOut = Expansion * channels;
        conv1 = Sequential(ResidualArchitecture.Convolution(channelsIn, channels, (frames, 1), (1, 1)), new BatchNorm(channels), ReLU(inplace: true));
        conv2 = Sequential(ResidualArchitecture.Convolution(channels, channels, (1, 3), (1, stride)), new BatchNorm(channels), ReLU(inplace: true));
        conv3 = Sequential(ResidualArchitecture.Convolution(channels, channelsOut, (1, 1), (1, 1)), new BatchNorm(channelsOut));
        downsample = stride == 1 && channelsIn == channelsOut
            ? null
            : Sequential(ResidualArchitecture.Convolution(channelsIn, channelsOut, (1, 1), (1, stride)), new BatchNorm(channelsOut));
        RegisterComponents();
    }

    protected override Tensor Compute(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps;
        using (Tensor narrow = conv1.call(input))
        using (Tensor seen = conv2.call(narrow))
            maps = conv3.call(seen);
        // In place: batch norm keeps its input for the gradient, not its output.
        return maps.add_(downsample?.call(input) ?? input).relu_().MoveToOuterDisposeScope();
    }

    public FrameMaps Export(FrameMaps input) =>
        input.Layers(conv1, conv2, conv3).Add(downsample is null ? input : input.Layers(downsample)).Relu();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            conv1.Dispose();
            conv2.Dispose();
            conv3.Dispose();
            downsample?.Dispose();
        }

        base.Dispose(disposing);
    }
}

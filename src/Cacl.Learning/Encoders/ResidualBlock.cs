using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Two convolutions beside a shortcut, which a convolution of one pixel adapts where the shape changes.</summary>
/// <remarks>Source: He et al., arXiv 1512.03385, the basic block; in three dimensions Hara et al., arXiv 1711.09577.</remarks>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> first;
    private readonly Module<Tensor, Tensor> firstNorm;
    private readonly Module<Tensor, Tensor> second;
    private readonly Module<Tensor, Tensor> secondNorm;
    private readonly Sequential? shortcut;

    private ResidualBlock(
        Module<Tensor, Tensor> first, Module<Tensor, Tensor> firstNorm,
        Module<Tensor, Tensor> second, Module<Tensor, Tensor> secondNorm, Sequential? shortcut)
        : base(nameof(ResidualBlock))
    {
        this.first = first;
        this.firstNorm = firstNorm;
        this.second = second;
        this.secondNorm = secondNorm;
        this.shortcut = shortcut;
        RegisterComponents();
    }

    /// <summary>A block of 3x3 convolutions over frames.</summary>
    public static ResidualBlock OfFrames(int channelsIn, int channelsOut, int stride) => new(
        Conv2d(channelsIn, channelsOut, 3, stride: stride, padding: 1, bias: false), BatchNorm2d(channelsOut),
        Conv2d(channelsOut, channelsOut, 3, stride: 1, padding: 1, bias: false), BatchNorm2d(channelsOut),
        stride == 1 && channelsIn == channelsOut ? null : Sequential(
            ("convolution", Conv2d(channelsIn, channelsOut, 1, stride: stride, bias: false)),
            ("norm", BatchNorm2d(channelsOut))));

    /// <summary>A block of 3x3x3 convolutions over clips.</summary>
    public static ResidualBlock OfClips(int channelsIn, int channelsOut, int stride) => new(
        Conv3d(channelsIn, channelsOut, 3, stride: stride, padding: 1, bias: false), BatchNorm3d(channelsOut),
        Conv3d(channelsOut, channelsOut, 3, stride: 1, padding: 1, bias: false), BatchNorm3d(channelsOut),
        stride == 1 && channelsIn == channelsOut ? null : Sequential(
            ("convolution", Conv3d(channelsIn, channelsOut, 1, stride: stride, bias: false)),
            ("norm", BatchNorm3d(channelsOut))));

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = functional.relu(firstNorm.call(first.call(input)));
        maps = secondNorm.call(second.call(maps));
        Tensor carried = shortcut is null ? input : shortcut.call(input);
        return functional.relu(maps + carried).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Module? part in (Module?[])[first, firstNorm, second, secondNorm, shortcut])
                part?.Dispose();
        }

        base.Dispose(disposing);
    }
}

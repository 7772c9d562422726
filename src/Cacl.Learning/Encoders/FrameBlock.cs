using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Two 3x3 convolutions beside a shortcut, which a 1x1 convolution adapts where the shape changes.</summary>
internal sealed class FrameBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly BatchNorm2d firstNorm;
    private readonly Conv2d second;
    private readonly BatchNorm2d secondNorm;
    private readonly Sequential? shortcut;

    public FrameBlock(int channelsIn, int channelsOut, int stride) : base(nameof(FrameBlock))
    {
        first = Conv2d(channelsIn, channelsOut, 3, stride: stride, padding: 1, bias: false);
        firstNorm = BatchNorm2d(channelsOut);
        second = Conv2d(channelsOut, channelsOut, 3, stride: 1, padding: 1, bias: false);
        secondNorm = BatchNorm2d(channelsOut);
        if (stride != 1 || channelsIn != channelsOut)
        {
            shortcut = Sequential(
                ("convolution", Conv2d(channelsIn, channelsOut, 1, stride: stride, bias: false)),
                ("norm", BatchNorm2d(channelsOut)));
        }

        RegisterComponents();
    }

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
            first.Dispose();
            firstNorm.Dispose();
            second.Dispose();
            secondNorm.Dispose();
            shortcut?.Dispose();
        }

        base.Dispose(disposing);
    }
}

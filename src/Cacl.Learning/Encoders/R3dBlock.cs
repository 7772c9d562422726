using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Two 3x3x3 convolutions beside a shortcut, which a 1x1x1 convolution adapts where the shape changes.</summary>
internal sealed class R3dBlock : Module<Tensor, Tensor>
{
    private readonly Conv3d first;
    private readonly BatchNorm3d firstNorm;
    private readonly Conv3d second;
    private readonly BatchNorm3d secondNorm;
    private readonly Sequential? shortcut;

    public R3dBlock(int channelsIn, int channelsOut, int stride) : base(nameof(R3dBlock))
    {
        first = Conv3d(channelsIn, channelsOut, 3, stride: stride, padding: 1, bias: false);
        firstNorm = BatchNorm3d(channelsOut);
        second = Conv3d(channelsOut, channelsOut, 3, stride: 1, padding: 1, bias: false);
        secondNorm = BatchNorm3d(channelsOut);
        if (stride != 1 || channelsIn != channelsOut)
        {
            shortcut = Sequential(
                ("convolution", Conv3d(channelsIn, channelsOut, 1, stride: stride, bias: false)),
                ("norm", BatchNorm3d(channelsOut)));
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

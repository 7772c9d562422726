using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class AdaptiveAvgPool2d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _outputSize;

    internal AdaptiveAvgPool2d(long[] outputSize)
        : base(nameof(AdaptiveAvgPool2d))
    {
        _outputSize = outputSize;
    }

    public override Tensor forward(Tensor tensor) => Native.Aten.adaptive_avg_pool2d.Call(tensor, _outputSize);
}

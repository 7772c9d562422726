using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class AdaptiveAvgPool3d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _outputSize;

    internal AdaptiveAvgPool3d(long[] outputSize)
        : base(nameof(AdaptiveAvgPool3d))
    {
        _outputSize = outputSize;
    }

    public override Tensor forward(Tensor tensor) => Native.Aten.adaptive_avg_pool3d.Call(tensor, _outputSize);
}

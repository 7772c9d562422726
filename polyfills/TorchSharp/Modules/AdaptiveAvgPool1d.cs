using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class AdaptiveAvgPool1d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _outputSize;

    internal AdaptiveAvgPool1d(long[] outputSize)
        : base(nameof(AdaptiveAvgPool1d))
    {
        _outputSize = outputSize;
    }

    public override Tensor forward(Tensor tensor) => Native.Aten.adaptive_avg_pool1d.Call(tensor, _outputSize);
}

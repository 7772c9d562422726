using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Flatten : nn.Module<Tensor, Tensor>
{
    private readonly long _startDim;
    private readonly long _endDim;

    internal Flatten(long startDim, long endDim)
        : base(nameof(Flatten))
    {
        _startDim = startDim;
        _endDim = endDim;
    }

    public override Tensor forward(Tensor tensor) => tensor.flatten(_startDim, _endDim);
}

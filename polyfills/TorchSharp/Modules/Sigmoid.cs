using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Sigmoid : nn.Module<Tensor, Tensor>
{
    internal Sigmoid()
        : base(nameof(Sigmoid))
    {
    }

    public override string GetName() => nameof(Sigmoid);

    public override Tensor forward(Tensor tensor) => tensor.sigmoid();
}

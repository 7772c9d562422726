using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Softmax : nn.Module<Tensor, Tensor>
{
    private readonly long _dim;

    internal Softmax(long dim)
        : base(nameof(Softmax))
    {
        _dim = dim;
    }

    public override string GetName() => nameof(Softmax);

    public override Tensor forward(Tensor tensor) => tensor.softmax(_dim);
}

using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Linear : nn.Module<Tensor, Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        weight = Parameters.New(nn.init.kaiming_uniform_(empty(outputSize, inputSize, dtype, device), Math.Sqrt(5)));
        if (!hasBias) return;
        double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        bias = Parameters.New(nn.init.uniform_(empty(outputSize, dtype, device), -bound, bound));
    }

    public Parameter? weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = Parameters.Owned(value, _weight));
    }

    public Parameter? bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = Parameters.Owned(value, _bias));
    }

    public override Tensor forward(Tensor tensor) => Native.Aten.linear.Call(tensor, _weight, _bias);
}

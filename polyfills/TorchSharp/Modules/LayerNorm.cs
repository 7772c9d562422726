using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private readonly long[] _shape;
    private readonly double _eps;
    private Parameter? _weight;
    private Parameter? _bias;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        _shape = normalized_shape;
        _eps = eps;
        if (!elementwise_affine) return;
        weight = Parameters.New(ones(normalized_shape, dtype, device));
        if (bias) this.bias = Parameters.New(zeros(normalized_shape, dtype, device));
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

    public override Tensor forward(Tensor tensor) => Native.Aten.layer_norm.Call(tensor, _shape, _weight, _bias, _eps);
}

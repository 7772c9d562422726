using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Conv1d : Convolution
{
    internal Conv1d(long input, long output, Shape shape, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Conv1d), input, output, shape, hasBias, device, dtype)
    {
    }

    public Parameter? weight
    {
        get => Weight;
        set => Weight = value;
    }

    public Parameter? bias
    {
        get => Bias;
        set => Bias = value;
    }

    public override Tensor forward(Tensor input) => Convolve(input, Native.Aten.conv1d, Native.Aten.conv1d_padding);
}

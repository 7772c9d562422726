using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Conv2d : Convolution
{
    internal Conv2d(long input, long output, Shape shape, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), input, output, shape, hasBias, device, dtype)
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

    public override Tensor forward(Tensor input) => Convolve(input, Native.Aten.conv2d, Native.Aten.conv2d_padding);
}

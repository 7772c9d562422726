using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Conv3d : Convolution
{
    internal Conv3d(long input, long output, Shape shape, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Conv3d), input, output, shape, hasBias, device, dtype)
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

    public override Tensor forward(Tensor input) => Convolve(input, Native.Aten.conv3d, Native.Aten.conv3d_padding);
}

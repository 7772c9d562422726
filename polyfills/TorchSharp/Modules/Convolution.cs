using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    protected long input_channels;
    private readonly Shape _shape = null!;
    private Parameter? _weight;
    private Parameter? _bias;

    internal Convolution(string name, long input, long output, Shape shape, bool hasBias, Device? device, ScalarType? dtype)
        : base(name)
    {
        input_channels = input;
        _shape = shape;
        long[] sizes = [output, input / shape.Groups, .. shape.Kernel];
        Weight = Parameters.New(nn.init.kaiming_uniform_(empty(sizes, dtype, device), Math.Sqrt(5)));
        if (!hasBias) return;
        double bound = 1 / Math.Sqrt(sizes.Skip(1).TotalSize());
        Bias = Parameters.New(nn.init.uniform_(empty(output, dtype, device), -bound, bound));
    }

    protected Convolution(IntPtr handle, IntPtr boxedHandle, long input_channels)
        : base(nameof(Convolution)) => throw new NotSupportedException("Convolution(IntPtr, IntPtr, long): there are no native modules here.");

    private protected Parameter? Weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter("weight", _weight = Parameters.Owned(value, _weight));
    }

    private protected Parameter? Bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter("bias", _bias = Parameters.Owned(value, _bias));
    }

    /// <summary>Whether the input is a batch, or a single sample, with the channels that the weights expect.</summary>
    protected bool ValidateShape(Tensor input, long dimensions)
    {
        long[] sizes = input.shape;
        return (sizes.Length == dimensions + 2 && sizes[1] == input_channels) || (sizes.Length == dimensions + 1 && sizes[0] == input_channels);
    }

    private protected Tensor Convolve(Tensor input, Native.Operator plain, Native.Operator named)
    {
        int dimensions = _shape.Kernel.Length;
        if (!ValidateShape(input, dimensions))
            throw new ArgumentException($"Expected {dimensions + 1}D (unbatched) or {dimensions + 2}D (batched) input with {input_channels} channels to Conv{dimensions}d.");
        if (_shape.Named is { } name) return named.Call(input, _weight, _bias, _shape.Stride, name, _shape.Dilation, _shape.Groups);
        if (_shape.Mode == PaddingModes.Zeros) return plain.Call(input, _weight, _bias, _shape.Stride, _shape.Padding, _shape.Dilation, _shape.Groups);
        long[] both = [.. _shape.Padding.Reverse().SelectMany(side => new[] { side, side })];
        using Tensor padded = nn.functional.pad(input, both, _shape.Mode);
        return plain.Call(padded, _weight, _bias, _shape.Stride, 0L, _shape.Dilation, _shape.Groups);
    }

    /// <summary>The numbers of a convolution; <see cref="Named"/> is "same" or "valid" in place of padding.</summary>
    internal sealed record Shape(long[] Kernel, long[] Stride, long[] Padding, string? Named, long[] Dilation, PaddingModes Mode, long Groups);
}

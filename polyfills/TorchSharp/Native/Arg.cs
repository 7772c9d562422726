using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What an argument or a result holds. The numbers are those of cacl_torch.cpp.</summary>
internal enum Tag
{
    None,
    Tensor,
    Bool,
    Int,
    Double,
    Ints,
    Doubles,
    Tensors,
    Text,
    Device,
    Generator,
    Default,
}

/// <summary>One argument of an operator. It refers to the objects behind it, so that they outlive the call.</summary>
internal readonly struct Arg
{
    public readonly object? Reference;
    public readonly long Bits;
    public readonly Tag Tag;

    private Arg(Tag tag, object? reference, long bits)
    {
        Tag = tag;
        Reference = reference;
        Bits = bits;
    }

    /// <summary>The schema's own default.</summary>
    public static Arg Default => new(Tag.Default, null, 0);

    public static Arg None => default;

    public static implicit operator Arg(torch.Tensor? value) => value is null ? default : new Arg(Tag.Tensor, value, 0);

    public static implicit operator Arg(bool value) => new(Tag.Bool, null, value ? 1 : 0);

    public static implicit operator Arg(int value) => new(Tag.Int, null, value);

    public static implicit operator Arg(long value) => new(Tag.Int, null, value);

    public static implicit operator Arg(double value) => new(Tag.Double, null, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(long? value) => value is { } number ? number : None;

    public static implicit operator Arg(int? value) => value is { } number ? number : None;

    public static implicit operator Arg(double? value) => value is { } number ? number : None;

    public static implicit operator Arg(bool? value) => value is { } flag ? flag : None;

    public static implicit operator Arg(long[]? value) => value is null ? default : new Arg(Tag.Ints, value, value.Length);

    public static implicit operator Arg(double[]? value) => value is null ? default : new Arg(Tag.Doubles, value, value.Length);

    public static implicit operator Arg(torch.Tensor?[] value) => new(Tag.Tensors, value, value.Length);

    public static implicit operator Arg(string? value) => value is null ? default : new Arg(Tag.Text, value, 0);

    public static implicit operator Arg(Scalar? value) => value is null ? default : new Arg(value.Tag, null, value.Bits);

    public static implicit operator Arg(torch.ScalarType value) => new(Tag.Int, null, (long)value);

    public static implicit operator Arg(torch.ScalarType? value) => value is { } type ? type : None;

    public static implicit operator Arg(torch.Device? value) => value is null ? default : new Arg(Tag.Device, value, 0);

    public static implicit operator Arg(torch.Generator? value) => value is null ? default : new Arg(Tag.Generator, value, 0);
}

/// <summary>An argument as the native side reads it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArg
{
    public Tag Tag;
    public int Count;
    public long Value;
}

/// <summary>A result as the native side writes it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Result
{
    public long Value;

    /// <summary>Bytes that a tensor with a storage of its own keeps in memory, otherwise 0.</summary>
    public long Bytes;

    public Tag Tag;
}

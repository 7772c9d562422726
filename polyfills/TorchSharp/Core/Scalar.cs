using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A number with its type, as operators take it.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly Tag Tag;
    internal readonly long Bits;

    internal Scalar(torch.ScalarType type, Tag tag, long bits)
    {
        Type = type;
        Tag = tag;
        Bits = bits;
    }

    public torch.ScalarType Type { get; }

    internal double AsDouble => Tag == Tag.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long AsInt64 => Tag == Tag.Double ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    public static implicit operator Scalar(byte value) => new(torch.ScalarType.Byte, Tag.Int, value);

    public static implicit operator Scalar(sbyte value) => new(torch.ScalarType.Int8, Tag.Int, value);

    public static implicit operator Scalar(short value) => new(torch.ScalarType.Int16, Tag.Int, value);

    public static implicit operator Scalar(int value) => new(torch.ScalarType.Int32, Tag.Int, value);

    public static implicit operator Scalar(long value) => new(torch.ScalarType.Int64, Tag.Int, value);

    public static implicit operator Scalar(float value) => new(torch.ScalarType.Float32, Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Scalar(double value) => new(torch.ScalarType.Float64, Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Scalar(bool value) => new(torch.ScalarType.Bool, Tag.Bool, value ? 1 : 0);

    public void Dispose()
    {
        // The package frees a native number here; this one has none.
    }
}

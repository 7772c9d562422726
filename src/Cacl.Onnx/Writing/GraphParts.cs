using System.Runtime.InteropServices;
using Google.Protobuf;
using static Cacl.Onnx.TensorProto.Types;

namespace Cacl.Onnx;

/// <summary>What every graph that is written has in common.</summary>
internal static class GraphParts
{
    private const int OperatorSet = 17, IrVersion = 8;

    /// <summary>The file of a graph.</summary>
    public static ModelProto Model(GraphProto graph) =>
        new() { IrVersion = IrVersion, ProducerName = "CACL", Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } } };

    /// <summary>An input or an output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Of its items.</param>
    /// <param name="open">What its first dimension is called, which is open; null for none.</param>
    /// <param name="shape">Its other dimensions, or all.</param>
    public static ValueInfoProto Value(string name, DataType type, string? open, params ReadOnlySpan<long> shape)
    {
        var sizes = new TensorShapeProto();
        if (open is not null)
            sizes.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = open });
        foreach (long size in shape)
            sizes.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = sizes } } };
    }

    /// <summary>A vector of whole numbers that a graph holds.</summary>
    public static TensorProto Integers(string name, params ReadOnlySpan<long> values) =>
        new() { Name = name, DataType = DataType.Int64, Dims = { values.Length }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
}

using System.Runtime.InteropServices;
using Google.Protobuf;
using static Cacl.Onnx.TensorProto.Types;

namespace Cacl.Onnx;

/// <summary>A graph that gives numbers a shape and changes none of them.</summary>
/// <remarks>Within a saved ML.NET pipeline it is what turns a column of open size into one of a known size.</remarks>
internal static class KnownSizeGraph
{
    private const int OperatorSet = 17, IrVersion = 8;

    /// <summary>Writes the graph.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="input">Name of its input: [n, length], with n free and length the last dimension of the shape.</param>
    /// <param name="output">Name of its output.</param>
    /// <param name="item">Byte, Int32 or Single.</param>
    /// <param name="shape">The shape of its output.</param>
    public static void Write(Stream stream, string input, string output, Type item, IReadOnlyList<int> shape)
    {
        DataType type = item == typeof(byte) ? DataType.Uint8 : item == typeof(int) ? DataType.Int32 : item == typeof(float) ? DataType.Float
            : throw new ArgumentOutOfRangeException(nameof(item), item, "Not an item of this library's columns.");
        long[] sizes = [.. shape.Select(size => (long)size)];
        var stored = new TensorProto { Name = "shape", DataType = DataType.Int64, Dims = { sizes.Length }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<long>(sizes)) };
        var graph = new GraphProto
        {
            Name = "known_size",
            Initializer = { stored },
            Node = { new NodeProto { Name = output, OpType = "Reshape", Input = { input, stored.Name }, Output = { output } } },
            Input = { Value(input, type, [new() { DimParam = "n" }, new() { DimValue = sizes[^1] }]) },
            Output = { Value(output, type, sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size })) },
        };
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "CACL", Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } } };
        model.WriteTo(stream);
    }

    private static ValueInfoProto Value(string name, DataType type, IEnumerable<TensorShapeProto.Types.Dimension> dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dimensions);
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
    }
}

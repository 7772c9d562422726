using System.Runtime.InteropServices;
using Google.Protobuf;
using static Cacl.Onnx.AttributeProto.Types;
using static Cacl.Onnx.TensorProto.Types;

namespace Cacl.Onnx;

/// <summary>A graph that computes nothing, and gives out bytes that it holds when it is asked to.</summary>
/// <remarks>
/// Graphs are what a saved ML.NET model keeps bytes of. An encoder in it must compute as it did before it was saved, to the last bit, and
/// with as many threads; ML.NET runs graphs by settings that no model holds. So it carries the encoder, and this library runs it.
/// </remarks>
internal static class CarrierGraph
{
    private const int OperatorSet = 17, IrVersion = 8;

    /// <summary>Writes the graph.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="input">Name of its input, bytes [n, 1]: a 1 asks for the content, a 0 for nothing.</param>
    /// <param name="output">Name of its output, bytes [length], with a length of 0 where nothing was asked for.</param>
    /// <param name="content">What it carries; it is not copied.</param>
    public static void Write(Stream stream, string input, string output, byte[] content)
    {
        var graph = new GraphProto
        {
            Name = "carrier",
            Initializer =
            {
                new TensorProto { Name = "content", DataType = DataType.Uint8, Dims = { content.Length }, RawData = UnsafeByteOperations.UnsafeWrap(content) },
                Integers("length", content.Length),
                Integers("start", 0),
                Integers("one", -1),
            },
            Node =
            {
                new NodeProto
                {
                    Name = "asked",
                    OpType = "Cast",
                    Input = { input },
                    Output = { "asked" },
                    Attribute = { new AttributeProto { Name = "to", Type = AttributeType.Int, I = (long)DataType.Int64 } },
                },
                new NodeProto { Name = "ends", OpType = "Mul", Input = { "asked", "length" }, Output = { "ends" } },
                new NodeProto { Name = "end", OpType = "Reshape", Input = { "ends", "one" }, Output = { "end" } },
                new NodeProto { Name = output, OpType = "Slice", Input = { "content", "start", "end" }, Output = { output } },
            },
            Input = { Value(input, new() { DimParam = "n" }, new() { DimValue = 1 }) },
            Output = { Value(output, new TensorShapeProto.Types.Dimension { DimParam = "given" }) },
        };
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "CACL", Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } } };
        model.WriteTo(stream);
    }

    private static TensorProto Integers(string name, long value) =>
        new() { Name = name, DataType = DataType.Int64, Dims = { 1 }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<long>([value])) };

    private static ValueInfoProto Value(string name, params TensorShapeProto.Types.Dimension[] dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dimensions);
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = DataType.Uint8, Shape = shape } } };
    }
}

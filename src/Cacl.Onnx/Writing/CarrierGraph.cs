using Google.Protobuf;
using static Cacl.Onnx.AttributeProto.Types;
using static Cacl.Onnx.TensorProto.Types;

namespace Cacl.Onnx;

/// <summary>A graph that computes nothing, and gives out bytes that it holds when it is asked to.</summary>
/// <remarks>
/// Graphs are what a saved ML.NET model keeps bytes of. An encoder in it must compute as it did before it was saved, and with as many
/// threads; ML.NET runs graphs by settings that no model holds. So it carries the encoder, and this library runs it.
/// </remarks>
internal static class CarrierGraph
{
    /// <summary>Writes the graph.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="input">Name of its input, bytes [n, 1]: a 1 asks for the content, a 0 for its first byte alone.</param>
    /// <param name="output">Name of its output, bytes [length]; never none, which not every reader of a tensor is prepared for.</param>
    /// <param name="content">What it carries, at least a byte; it is not copied.</param>
    public static void Write(Stream stream, string input, string output, byte[] content) => GraphParts.Model(new GraphProto
    {
        Name = "carrier",
        Initializer =
        {
            new TensorProto { Name = "content", DataType = DataType.Uint8, Dims = { content.Length }, RawData = UnsafeByteOperations.UnsafeWrap(content) },
            GraphParts.Integers("others", content.Length - 1),
            GraphParts.Integers("start", 0),
            GraphParts.Integers("first", 1),
            GraphParts.Integers("flat", -1),
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
            new NodeProto { Name = "more", OpType = "Mul", Input = { "asked", "others" }, Output = { "more" } },
            new NodeProto { Name = "ends", OpType = "Add", Input = { "more", "first" }, Output = { "ends" } },
            new NodeProto { Name = "end", OpType = "Reshape", Input = { "ends", "flat" }, Output = { "end" } },
            new NodeProto { Name = output, OpType = "Slice", Input = { "content", "start", "end" }, Output = { output } },
        },
        Input = { GraphParts.Value(input, DataType.Uint8, "n", 1) },
        Output = { GraphParts.Value(output, DataType.Uint8, "given") },
    }).WriteTo(stream);
}

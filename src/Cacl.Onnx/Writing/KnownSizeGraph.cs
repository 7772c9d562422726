using Google.Protobuf;
using static Cacl.Onnx.TensorProto.Types;

namespace Cacl.Onnx;

/// <summary>A graph that gives numbers a shape and changes none of them.</summary>
/// <remarks>Within a saved ML.NET pipeline it is what turns a column of open size into one of a known size.</remarks>
internal static class KnownSizeGraph
{
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
        GraphParts.Model(new GraphProto
        {
            Name = "known_size",
            Initializer = { GraphParts.Integers("shape", sizes) },
            Node = { new NodeProto { Name = output, OpType = "Reshape", Input = { input, "shape" }, Output = { output } } },
            Input = { GraphParts.Value(input, type, "n", sizes[^1]) },
            Output = { GraphParts.Value(output, type, open: null, sizes) },
        }).WriteTo(stream);
    }
}

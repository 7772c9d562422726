using System.Runtime.InteropServices;
using Google.Protobuf;
using static Cacl.Onnx.AttributeProto.Types;
using static Cacl.Onnx.TensorProto.Types;

namespace Cacl.Onnx;

/// <summary>Writes an encoder's graph, operator by operator.</summary>
/// <remarks>
/// Of ONNX's operator set 17. A value is known by its name; each operator's method adds a node and gives the name of what it
/// computes. The same calls give the same bytes.
/// </remarks>
internal sealed class GraphBuilder
{
    // Protobuf counts a message's bytes in an int; what is not weights takes far less than the difference.
    private const long MostWeightBytes = int.MaxValue - (16L << 20);
    private const string BatchDimension = "clips";

    private readonly GraphProto graph = new() { Name = "encoder" };
    private readonly long mostWeightBytes;
    private long weightBytes;

    /// <summary>Begins an empty graph.</summary>
    /// <param name="mostWeightBytes">What all weights together may take.</param>
    public GraphBuilder(long mostWeightBytes = MostWeightBytes) => this.mostWeightBytes = mostWeightBytes;

    /// <summary>The shape of one clip of the input, once it is added.</summary>
    public IReadOnlyList<long> ClipShape { get; private set; } = [];

    /// <summary>Adds an input of bytes: [clips, shape], with clips free.</summary>
    public string ByteInput(string name, params ReadOnlySpan<long> shape)
    {
        ClipShape = shape.ToArray();
        graph.Input.Add(GraphParts.Value(name, DataType.Uint8, BatchDimension, shape));
        return name;
    }

    /// <summary>Makes a value an output of floats: [clips, shape], with clips free.</summary>
    public void FloatOutput(string name, string value, params ReadOnlySpan<long> shape)
    {
        graph.Node.Add(new NodeProto { Name = name, OpType = "Identity", Input = { value }, Output = { name } });
        graph.Output.Add(GraphParts.Value(name, DataType.Float, BatchDimension, shape));
    }

    /// <summary>Adds numbers that the graph holds.</summary>
    /// <exception cref="NotSupportedException">All of them together are more than an ONNX file holds.</exception>
    public string Weights(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Stored(DataType.Float, MemoryMarshal.AsBytes(values), shape);

    public string Cast(string value) => Node("Cast", [value], Attribute("to", (long)DataType.Float));

    public string Transpose(string value, params ReadOnlySpan<long> axes) => Node("Transpose", [value], Attribute("perm", axes));

    /// <summary>Gives a value another shape; -1 stands for what is left.</summary>
    public string Reshape(string value, params ReadOnlySpan<long> shape) => Node("Reshape", [value, Integers(shape)]);

    public string Add(string left, string right) => Node("Add", [left, right]);

    public string Subtract(string left, string right) => Node("Sub", [left, right]);

    public string Multiply(string left, string right) => Node("Mul", [left, right]);

    public string Multiply(string left, float right) => Multiply(left, Scalar(right));

    public string Divide(string left, string right) => Node("Div", [left, right]);

    public string Divide(string left, float right) => Divide(left, Scalar(right));

    public string Add(string left, float right) => Add(left, Scalar(right));

    public string Maximum(string left, float right) => Node("Max", [left, Scalar(right)]);

    public string Maximum(params ReadOnlySpan<string> values) => Node("Max", values);

    public string Sum(params ReadOnlySpan<string> values) => Node("Sum", values);

    public string SquareRoot(string value) => Node("Sqrt", [value]);

    public string Relu(string value) => Node("Relu", [value]);

    public string Erf(string value) => Node("Erf", [value]);

    public string Softmax(string value) => Node("Softmax", [value], Attribute("axis", -1));

    public string MatrixProduct(string left, string right) => Node("MatMul", [left, right]);

    /// <summary>The mean over axes, which go.</summary>
    public string Mean(string value, params ReadOnlySpan<long> axes) => Node("ReduceMean", [value], Attribute("axes", axes), Attribute("keepdims", 0));

    /// <summary>The mean over axes, which stay with a length of 1.</summary>
    public string MeanKept(string value, params ReadOnlySpan<long> axes) => Node("ReduceMean", [value], Attribute("axes", axes), Attribute("keepdims", 1));

    /// <summary>The Euclidean length along an axis, which stays with a length of 1.</summary>
    public string Length(string value, long axis) => Node("ReduceL2", [value], Attribute("axes", [axis]), Attribute("keepdims", 1));

    public string LayerNorm(string value, string scale, string bias, float epsilon) =>
        Node("LayerNormalization", [value, scale, bias], Attribute("axis", -1), Attribute("epsilon", epsilon));

    /// <summary>Takes one place along an axis, which goes.</summary>
    public string Select(string value, long axis, long index) => Node("Gather", [value, Integers([index], isScalar: true)], Attribute("axis", axis));

    /// <summary>Joins values along an axis.</summary>
    public string Concatenate(long axis, params ReadOnlySpan<string> values) => Node("Concat", values, Attribute("axis", axis));

    /// <summary>Puts zeros in front of and behind each axis.</summary>
    public string Pad(string value, params ReadOnlySpan<long> pads) => Node("Pad", [value, Integers(pads)]);

    /// <summary>A convolution with weights [channels out, channels in / groups, kernel] that covers the edges by half its kernel.</summary>
    public string Convolution(string value, string weights, string? bias, ReadOnlySpan<long> kernel, ReadOnlySpan<long> strides, long groups = 1) => Node(
        "Conv",
        bias is null ? [value, weights] : [value, weights, bias],
        Attribute("kernel_shape", kernel),
        Attribute("strides", strides),
        Attribute("pads", HalfOf(kernel)),
        Attribute("group", groups));

    /// <summary>The greatest value within a window, which steps by its own size.</summary>
    public string MaxPool(string value, ReadOnlySpan<long> window) => Node("MaxPool", [value], Attribute("kernel_shape", window), Attribute("strides", window));

    /// <summary>The greatest value within a window that covers the edges by half its size.</summary>
    public string MaxPool(string value, ReadOnlySpan<long> window, ReadOnlySpan<long> strides) =>
        Node("MaxPool", [value], Attribute("kernel_shape", window), Attribute("strides", strides), Attribute("pads", HalfOf(window)));

    /// <summary>Writes the file, with a checksum at its end.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="properties">Free texts by name.</param>
    public void Write(Stream stream, IEnumerable<KeyValuePair<string, string>> properties)
    {
        ModelProto model = GraphParts.Model(graph);
        foreach ((string key, string value) in properties)
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        ContentChecksum.Write(stream, model);
    }

    private string Scalar(float value) => Weights([value]);

    private string Integers(ReadOnlySpan<long> values, bool isScalar = false) =>
        Stored(DataType.Int64, MemoryMarshal.AsBytes(values), isScalar ? [] : [values.Length]);

    private string Stored(DataType type, ReadOnlySpan<byte> values, ReadOnlySpan<long> shape)
    {
        weightBytes += values.Length;
        if (weightBytes > mostWeightBytes)
            throw new NotSupportedException($"The network's weights take more than {mostWeightBytes} bytes, which is the most that an ONNX file holds.");
        var stored = new TensorProto { Name = $"weights_{graph.Initializer.Count}", DataType = type, RawData = UnsafeByteOperations.UnsafeWrap(values.ToArray()) };
        stored.Dims.AddRange(shape.ToArray());
        graph.Initializer.Add(stored);
        return stored.Name;
    }

    private string Node(string type, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        string name = $"{type}_{graph.Node.Count}";
        var node = new NodeProto { Name = name, OpType = type, Output = { name } };
        node.Input.AddRange(inputs.ToArray());
        node.Attribute.AddRange(attributes.ToArray());
        graph.Node.Add(node);
        return name;
    }

    private static long[] HalfOf(ReadOnlySpan<long> window)
    {
        var pads = new long[2 * window.Length];   // before each axis, then behind each
        for (int axis = 0; axis < window.Length; axis++)
            pads[axis] = pads[window.Length + axis] = window[axis] / 2;
        return pads;
    }

    private static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    private static AttributeProto Attribute(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    private static AttributeProto Attribute(string name, ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values.ToArray());
        return attribute;
    }
}

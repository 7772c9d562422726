using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cacl.Onnx;

/// <summary>What an encoder's graph takes and gives, read from its one input and its one output.</summary>
internal sealed record EncoderGraph(string InputName, string OutputName, ClipLayout Layout, int Frames, int Height, int Width, int FeatureLength, bool OneClipPerRun)
{
    private const string ExpectedInput = "float [clips, 3, frames, height, width] or byte [clips, frames, height, width, 3], with clips free or 1 and the others fixed";
    private const string ExpectedOutput = "float [clips, features], with features fixed";

    private const int MostFeatures = 1 << 20;

    /// <summary>Checks a graph and reads its shape.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="session">A session on it.</param>
    /// <exception cref="InvalidDataException">The graph is no video encoder; the message tells what was expected and what was found.</exception>
    public static EncoderGraph Read(string path, InferenceSession session)
    {
        (string inputName, NodeMetadata input) = Only(path, "input", session.InputNames, session.InputMetadata);
        (string outputName, NodeMetadata output) = Only(path, "output", session.OutputNames, session.OutputMetadata);

        int[] shape = input.IsTensor ? input.Dimensions : [];
        ClipLayout? layout = LayoutOf(input, shape);
        if (layout is null)
            throw Mismatch(path, "input", inputName, input, ExpectedInput);
        if (!output.IsTensor || output.ElementDataType != TensorElementType.Float || output.Dimensions is not [_, > 0])
            throw Mismatch(path, "output", outputName, output, ExpectedOutput);

        int first = layout == ClipLayout.Bytes ? 1 : 2, features = output.Dimensions[1];
        Int128 clipBytes = (Int128)shape[first] * shape[first + 1] * shape[first + 2] * 3;
        if (clipBytes > Array.MaxLength)
            throw new InvalidDataException($"'{path}' takes clips that are too large: {Describe(input)}, which is {clipBytes} bytes a clip; at most {Array.MaxLength} are possible.");
        if (features > MostFeatures)
            throw new InvalidDataException($"'{path}' gives vectors that are too long: {features} numbers each; at most {MostFeatures} are possible.");
        return new EncoderGraph(inputName, outputName, layout.Value, shape[first], shape[first + 1], shape[first + 2], features, OneClipPerRun: shape[0] == 1);
    }

    private static ClipLayout? LayoutOf(NodeMetadata input, int[] shape) => (input.IsTensor ? input.ElementDataType : default, shape) switch
    {
        (TensorElementType.Float, [-1 or 1, 3, > 0, > 0, > 0]) => ClipLayout.FloatPlanes,
        (TensorElementType.UInt8, [-1 or 1, > 0, > 0, > 0, 3]) => ClipLayout.Bytes,
        _ => null,
    };

    private static (string, NodeMetadata) Only(string path, string kind, IReadOnlyList<string> names, IReadOnlyDictionary<string, NodeMetadata> metadata) =>
        names is [string name]
            ? (name, metadata[name])
            : throw new InvalidDataException($"'{path}' is no video encoder: expected one {kind}, found {names.Count} ({string.Join(", ", names)}).");

    private static InvalidDataException Mismatch(string path, string kind, string name, NodeMetadata found, string expected) =>
        new($"'{path}' is no video encoder: expected its {kind} '{name}' to be {expected}; found {Describe(found)}.");

    private static string Describe(NodeMetadata node)
    {
        if (!node.IsTensor)
            return node.OnnxValueType.ToString();
        string type = node.ElementDataType switch
        {
            TensorElementType.Float => "float",
            TensorElementType.UInt8 => "byte",
            TensorElementType other => other.ToString(),
        };
        return $"{type} [{string.Join(", ", node.Dimensions.Select((length, axis) => Describe(length, axis < node.SymbolicDimensions.Length ? node.SymbolicDimensions[axis] : "")))}]";
    }

    private static string Describe(int length, string symbol) =>
        length >= 0 ? $"{length}" : symbol.Length > 0 ? symbol : "?";
}

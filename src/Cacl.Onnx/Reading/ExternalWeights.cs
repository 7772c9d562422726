using Google.Protobuf;

namespace Cacl.Onnx;

/// <summary>Tells whether a graph's weights lie in other files, which do not go along when its own bytes do.</summary>
internal static class ExternalWeights
{
    private const int External = 1;

    private static readonly MessageParser<WeightsModel> Parser = WeightsModel.Parser.WithDiscardUnknownFields(true);

    /// <summary>Whether any tensor lies in another file.</summary>
    /// <param name="content">An .onnx file; what is none has none.</param>
    public static bool AreIn(byte[] content)
    {
        try
        {
            WeightsModel model = Parser.ParseFrom(content);
            return model.Graph.Any(AreIn) || model.Functions.Any(function => function.Node.Any(AreIn));
        }
        catch (InvalidProtocolBufferException)
        {
            return false;   // ONNX Runtime refuses it as well, and says why
        }
    }

    /// <summary>What tells that an encoder can't be used without its other files.</summary>
    /// <param name="path">The encoder.</param>
    public static string Message(string path) =>
        $"The encoder '{path}' has weights in other files (external data), which do not go along with its bytes. Put the weights into the file.";

    private static bool AreIn(WeightsGraph graph) => graph.Initializer.Any(IsExternal) || graph.SparseInitializer.Any(AreIn) || graph.Node.Any(AreIn);

    private static bool AreIn(WeightsNode node) => node.Attribute.Any(AreIn);

    private static bool AreIn(WeightsAttribute attribute) =>
        attribute.T.Any(IsExternal) || attribute.Tensors.Any(IsExternal) || attribute.G.Any(AreIn) || attribute.Graphs.Any(AreIn)
        || attribute.SparseTensor.Any(AreIn) || attribute.SparseTensors.Any(AreIn);

    private static bool AreIn(WeightsSparseTensor tensor) => tensor.Values.Any(IsExternal) || tensor.Indices.Any(IsExternal);

    private static bool IsExternal(WeightsTensor tensor) => tensor.DataLocation == External || tensor.ExternalData.Count > 0;
}

using Cacl.Onnx;

namespace Cacl.Learning;

/// <summary>The network that reads frames, over all frames of clips.</summary>
/// <remarks>In: float [clips, 3, frames, height, width]. Out: float [clips, frames, frame feature length].</remarks>
internal sealed class FrameTokens(FrameNetwork network) : IExported
{
    public string Export(GraphBuilder graph, string input)
    {
        (long count, long height, long width) = (graph.ClipShape[0], graph.ClipShape[1], graph.ClipShape[2]);
        string frames = graph.Reshape(graph.Transpose(input, 0, 2, 1, 3, 4), -1, 3, height, width);   // [clips * frames, 3, height, width]
        return graph.Reshape(((IExported)network).Export(graph, frames), -1, count, network.FeatureLength);
    }
}

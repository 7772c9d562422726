using Cacl.Onnx;

namespace Cacl.Learning;

/// <summary>The mean of what the frame network makes of a clip's frames.</summary>
/// <remarks>In: float [clips, 3, frames, height, width]. Out: float [clips, frame feature length].</remarks>
internal sealed class FrameMean(FrameNetwork network) : IExported
{
    public string Export(GraphBuilder graph, string input) => graph.Mean(new FrameTokens(network).Export(graph, input), 1);
}

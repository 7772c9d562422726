using Cacl.Onnx;

namespace Cacl.Learning;

/// <summary>The video transformer over a clip's frames, with the clip as its own twin: in order, a shuffle degree of 0.</summary>
/// <remarks>In: float [clips, 3, frames, height, width]. Out: float [clips, width].</remarks>
internal sealed class FrameTransformer(FrameNetwork network, VideoTransformer transformer) : IExported
{
    public string Export(GraphBuilder graph, string input)
    {
        string frames = new FrameTokens(network).Export(graph, input);
        return ((IExported)transformer).Export(graph, graph.Concatenate(1, frames, frames));   // of [clips, 2 * frames, frame feature length]
    }
}

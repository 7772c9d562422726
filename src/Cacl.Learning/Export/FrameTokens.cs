using Cacl.Clips;
using Cacl.Onnx;

namespace Cacl.Learning;

/// <summary>The network that reads frames, over all frames of clips.</summary>
/// <remarks>In: float [clips, 3, frames, height, width]. Out: float [clips, frames, frame feature length].</remarks>
internal sealed class FrameTokens(FrameNetwork network, ClipOptions clips) : IExported
{
    public string Export(GraphBuilder graph, string input)
    {
        string frames = graph.Reshape(graph.Transpose(input, 0, 2, 1, 3, 4), -1, 3, clips.CropSize, clips.CropSize);   // [clips * frames, 3, height, width]
        return graph.Reshape(graph.Layers(frames, network), -1, clips.Frames, network.FeatureLength);
    }
}

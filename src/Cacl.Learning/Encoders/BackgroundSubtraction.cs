using Cacl.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Takes away from each clip what does not move in it.</summary>
/// <remarks>
/// Subtracts the clip's mean over time at each pixel and channel, then divides by the standard deviation of what is left
/// over the whole clip, plus .003. The result does not depend on the order of the frames, so a shuffled clip is the shuffled
/// result. Without it, small networks learn the scene and nothing of the movement.
/// </remarks>
public static class BackgroundSubtraction
{
    /// <summary>What is added to the standard deviation, so that a still clip stays near zero.</summary>
    public const double Floor = 0.003;

    /// <summary>Subtracts each clip's background.</summary>
    /// <param name="clips">Float [clips, 3, frames, height, width].</param>
    /// <returns>A new tensor of the same shape.</returns>
    public static Tensor Apply(Tensor clips)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor moving = clips - clips.mean([2], keepdim: true);
        Tensor deviation = moving.square().mean([1, 2, 3, 4], keepdim: true).sqrt();
        return (moving / (deviation + Floor)).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the same to an ONNX graph.</summary>
    internal static string Export(GraphBuilder graph, string clips)
    {
        string moving = graph.Subtract(clips, graph.MeanKept(clips, 2));
        string deviation = graph.SquareRoot(graph.MeanKept(graph.Multiply(moving, moving), 1, 2, 3, 4));
        return graph.Divide(moving, graph.Add(deviation, (float)Floor));
    }
}

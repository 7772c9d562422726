using Cacl.Onnx;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A 2D network on each frame of a clip; the pooled feature is the mean over frames of the network's.</summary>
internal sealed class FrameMeanNetwork : ClipNetwork
{
    private readonly FrameNetwork frames;

    public FrameMeanNetwork(FrameMeanArchitecture architecture) : base(nameof(FrameMeanNetwork), architecture)
    {
        RegisterComponents();   // while there are none: a network that this one becomes a part of would register the field as well
        bool isNormalized = architecture.Normalization != PixelNormalization.None;
        frames = new FrameNetwork(isNormalized ? architecture.Frames with { Normalization = PixelNormalization.None } : architecture.Frames);
        // Its parts and not itself, so that parameters keep the names under which such networks are published.
        foreach ((string name, Module part) in frames.named_children())
            register_module(name, part);
    }

    internal override string ExportFeatures(GraphBuilder graph, string clips) => new FrameMean(frames).Export(graph, clips);

    protected override Tensor Convolve(Tensor clips)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = frames.Maps(ClipFrames.Flatten(clips));                                       // [clips * frames, channels, height, width]
        return maps.unflatten(0, clips.shape[0], clips.shape[2]).transpose(1, 2).MoveToOuterDisposeScope();   // [clips, channels, frames, height, width]
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            frames.Dispose();
        base.Dispose(disposing);
    }
}

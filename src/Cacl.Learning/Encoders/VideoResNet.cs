using Cacl.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A 3D residual network of basic blocks, whose parameters have torchvision's names.</summary>
/// <remarks>Sources: Hara et al., arXiv 1711.09577; Tran et al., arXiv 1711.11248.</remarks>
internal sealed class VideoResNet : ClipNetwork
{
    private readonly Sequential stem;
    private readonly List<Sequential> stages = [];

    public VideoResNet(ResidualArchitecture architecture) : base(nameof(VideoResNet), architecture)
    {
        stem = Sequential(architecture.Stem());
        RegisterComponents();
        int channels = architecture.Channels[0];
        for (int stage = 0; stage < architecture.Channels.Count; stage++)
        {
            var blocks = new List<Module<Tensor, Tensor>>();
            for (int block = 0; block < architecture.Blocks[stage]; block++)
            {
                int width = architecture.Channels[stage];
                blocks.Add(new VideoResNetBlock(architecture.Block(stage, channels, width, halve: stage > 0 && block == 0), width));
                channels = width;
            }

            stages.Add(Sequential(blocks));
            register_module($"layer{stage + 1}", stages[^1]);
        }

        DrawWeights();
    }

    internal override string ExportFeatures(GraphBuilder graph, string clips) => FrameMaps.OfClips(graph, clips).Layers([stem, .. stages]).Mean();

    protected override Tensor Convolve(Tensor clips)
    {
        Tensor maps = stem.call(clips);
        foreach (Sequential stage in stages)
        {
            using Tensor last = maps;
            maps = stage.call(last);
        }

        return maps;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stem.Dispose();
        base.Dispose(disposing);
    }
}

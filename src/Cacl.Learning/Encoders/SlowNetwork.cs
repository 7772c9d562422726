using Cacl.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>The slow pathway of SlowFast; its parameters are named <c>stem.0</c>, <c>stem.1</c>, <c>layer1.0.conv1.0</c> and so on, as torchvision would.</summary>
/// <remarks>Source: Feichtenhofer et al., arXiv 1812.03982.</remarks>
internal sealed class SlowNetwork : ClipNetwork
{
    // The stem's maximum, over 3 x 3 pixels.
    private static readonly long[] PoolWindow = [1, 3, 3], PoolStrides = [1, 2, 2], PoolPadding = [0, 1, 1];

    private readonly Sequential stem;
    private readonly List<Sequential> stages = [];

    public SlowNetwork(SlowArchitecture architecture) : base(nameof(SlowNetwork), architecture)
    {
        int channels = architecture.Channels[0];
        stem = Sequential(
            new Convolution(3, channels, [architecture.StemFrames, 7, 7], [architecture.StemStride, 2, 2]),
            new BatchNorm(channels),
            ReLU(inplace: true));
        RegisterComponents();
        for (int stage = 0; stage < architecture.Channels.Count; stage++)
        {
            int width = architecture.Channels[stage];
            var blocks = new List<Module<Tensor, Tensor>>();
            for (int block = 0; block < architecture.Blocks[stage]; block++)
            {
                blocks.Add(new SlowBlock(channels, width, architecture.BlockFrames[stage], stride: stage > 0 && block == 0 ? 2 : 1));
                channels = SlowBlock.Expansion * width;
            }

            stages.Add(Sequential(blocks));
            register_module($"layer{stage + 1}", stages[^1]);
        }

        DrawWeights();
    }

    internal override string ExportFeatures(GraphBuilder graph, string clips) =>
        FrameMaps.OfClips(graph, clips).Layers(stem).MaxPool(PoolWindow[1], PoolStrides[1]).Layers(stages).Mean();

    // Out: [clips, channels, frames / stem stride, height / 32, width / 32].
    protected override Tensor Convolve(Tensor clips)
    {
        using Tensor begun = stem.call(clips);
        Tensor maps = Pooling.Max(begun, PoolWindow, PoolStrides, PoolPadding);
        foreach (Sequential stage in stages)
        {
            using Tensor last = maps;
            maps = stage.call(last);
        }

        return maps;
    }
}

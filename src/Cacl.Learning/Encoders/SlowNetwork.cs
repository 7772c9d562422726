using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>The slow pathway of SlowFast; its parameters are named <c>stem.0</c>, <c>stem.1</c>, <c>layer1.0.conv1.0</c> and so on, as torchvision would.</summary>
/// <remarks>Source: Feichtenhofer et al., arXiv 1812.03982.</remarks>
internal sealed class SlowNetwork : ClipNetwork
{
    private readonly Sequential stem;
    private readonly List<Sequential> stages = [];

    public SlowNetwork(SlowArchitecture architecture) : base(nameof(SlowNetwork), architecture)
    {
        int channels = architecture.Channels[0];
        stem = Sequential(
            Conv3d(3, channels, (architecture.StemFrames, 7, 7), stride: (architecture.StemStride, 2, 2), padding: (architecture.StemFrames / 2, 3, 3), bias: false),
            BatchNorm3d(channels),
            ReLU(inplace: true),
            MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1)));
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

    // Out: [clips, channels, frames / stem stride, height / 32, width / 32].
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
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Benchmarks.Torch;

/// <summary>R3D-18 as torchvision builds it: a stem, four stages of two residual blocks, a mean, a linear layer.</summary>
internal sealed class R3d18 : Module<Tensor, Tensor>
{
    private readonly Sequential stem = Sequential(
        Conv3d(3, 64, (3, 7, 7), stride: (1, 2, 2), padding: (1, 3, 3), bias: false), BatchNorm3d(64), ReLU(inplace: true));

    private readonly Sequential layer1 = Stage(64, 64, 1);
    private readonly Sequential layer2 = Stage(64, 128, 2);
    private readonly Sequential layer3 = Stage(128, 256, 2);
    private readonly Sequential layer4 = Stage(256, 512, 2);
    private readonly AdaptiveAvgPool3d avgpool = AdaptiveAvgPool3d(1);
    private readonly Linear fc = Linear(512, 400);

    public R3d18()
        : base(nameof(R3d18)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        // Without gradients each tensor is freed as soon as the next one is there, as Python does.
        using Tensor first = stem.call(input); // [batch, 64, 16, 56, 56]
        using Tensor second = layer1.call(first);
        using Tensor third = layer2.call(second);
        using Tensor fourth = layer3.call(third);
        using Tensor last = layer4.call(fourth); // [batch, 512, 2, 7, 7]
        using Tensor mean = avgpool.call(last);
        return fc.call(mean.flatten(1)); // [batch, 400]
    }

    private static Sequential Stage(long input, long output, long stride) =>
        Sequential(new Block(input, output, stride), new Block(output, output, 1));

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Sequential conv1;
        private readonly Sequential conv2;
        private readonly Sequential? downsample;

        public Block(long input, long output, long stride)
            : base(nameof(Block))
        {
            conv1 = Sequential(Conv3d(input, output, 3, stride: stride, padding: 1, bias: false), BatchNorm3d(output), ReLU(inplace: true));
            conv2 = Sequential(Conv3d(output, output, 3, padding: 1, bias: false), BatchNorm3d(output));
            if (stride != 1) downsample = Sequential(Conv3d(input, output, 1, stride: stride, bias: false), BatchNorm3d(output));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using Tensor inner = conv1.call(input);
            using Tensor? reduced = downsample?.call(input);
            return conv2.call(inner).add_(reduced ?? input).relu_();
        }
    }
}

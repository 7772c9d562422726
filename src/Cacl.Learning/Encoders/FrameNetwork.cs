using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A 2D residual network of one basic block a stage, which turns single frames into feature vectors.</summary>
/// <remarks>In: float [frames, 3, height, width]. Out: float [frames, last entry of channels].</remarks>
public sealed class FrameNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly BatchNorm2d stemNorm;
    private readonly Sequential stages;

    /// <summary>Makes the network with weights drawn from torch's random generator.</summary>
    /// <param name="channels">Channels of each stage; the last is the length of a frame's feature vector.</param>
    public FrameNetwork(IReadOnlyList<int> channels) : base(nameof(FrameNetwork))
    {
        FeatureLength = channels[^1];
        stem = Conv2d(3, channels[0], 5, stride: 2, padding: 2, bias: false);
        stemNorm = BatchNorm2d(channels[0]);
        stages = Sequential(channels.Select((width, stage) =>
            ($"{stage + 1}", (Module<Tensor, Tensor>)ResidualBlock.OfFrames(channels[Math.Max(stage - 1, 0)], width, stage == 0 ? 1 : 2))));
        RegisterComponents();
        foreach (Conv2d convolution in modules().OfType<Conv2d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
    }

    /// <summary>Length of a frame's feature vector.</summary>
    public int FeatureLength { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = stages.call(functional.relu(stemNorm.call(stem.call(input))));   // [frames, channels, height / 16, width / 16]
        return maps.mean([2, 3]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stem.Dispose();
            stemNorm.Dispose();
            stages.Dispose();
        }

        base.Dispose(disposing);
    }
}

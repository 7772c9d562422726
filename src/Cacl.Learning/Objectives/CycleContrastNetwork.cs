using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>An encoder with the two heads of CycleContrast.</summary>
/// <remarks>
/// In: float [frames, 3, height, width]. Out: float [2, frames, embedding length], of length 1: the vectors that are contrasted within a video,
/// then those of the cycle. Each head is a perceptron with one hidden layer of the feature's length.
/// </remarks>
internal sealed class CycleContrastNetwork : Module<Tensor, Tensor>
{
    private readonly ClipNetwork encoder;
    private readonly Sequential contrast;
    private readonly Sequential cycle;

    /// <summary>Makes heads around an encoder, which is freed with the whole.</summary>
    public CycleContrastNetwork(ClipNetwork encoder, int embeddingLength) : base(nameof(CycleContrastNetwork))
    {
        this.encoder = encoder;
        contrast = Head();
        cycle = Head();
        RegisterComponents();

        Sequential Head() => Sequential(
            ("hidden", new Linear(encoder.FeatureLength, encoder.FeatureLength)), ("relu", ReLU()), ("out", new Linear(encoder.FeatureLength, embeddingLength)));
    }

    public ClipNetwork Encoder => encoder;

    public override Tensor forward(Tensor frames)
    {
        using var scope = NewDisposeScope();
        Tensor features = encoder.call(frames.unsqueeze(2));   // each frame a clip of its own: [frames, feature length]
        return stack([InfoNce.Normalize(contrast.call(features)), InfoNce.Normalize(cycle.call(features))], 0).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            encoder.Dispose();
            contrast.Dispose();
            cycle.Dispose();
        }

        base.Dispose(disposing);
    }
}

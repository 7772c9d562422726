using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>The 3D CNN with its contrast head: it reads a clip together with its shuffled twin.</summary>
internal sealed class CaclCnn : Module<Tensor, Tensor>
{
    public CaclCnn(ClipNetwork encoder, CaclOptions options) : base(nameof(CaclCnn))
    {
        this.encoder = encoder;
        contrast = ProjectionHead.Of(2 * encoder.FeatureLength, options.ContrastHeadWidth, options.ContrastHeadLayers, options.EmbeddingLength);
        RegisterComponents();
    }

    private readonly ClipNetwork encoder;
    private readonly Module<Tensor, Tensor> contrast;

    public ClipNetwork Encoder => encoder;

    /// <summary>Features of pairs: in float [2 * clips, ...], clips first, their twins after; out float [clips, 2 * feature length].</summary>
    public Tensor Features(Tensor clipsThenTwins)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] halves = encoder.call(clipsThenTwins).chunk(2, 0);
        return cat([halves[0], halves[1]], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Vectors to contrast, of length 1: in float [clips, 2 * feature length], out float [clips, embedding length].</summary>
    public Tensor Embed(Tensor features)
    {
        using Tensor raw = contrast.call(features);
        return InfoNce.Normalize(raw);
    }

    public override Tensor forward(Tensor clipsThenTwins)
    {
        using Tensor features = Features(clipsThenTwins);
        return Embed(features);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            encoder.Dispose();
            contrast.Dispose();
        }

        base.Dispose(disposing);
    }
}

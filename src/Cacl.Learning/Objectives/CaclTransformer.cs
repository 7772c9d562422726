using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>The video transformer with its contrast head.</summary>
/// <remarks>In: float [clips, 2 * frames, frame feature length]. Out: float [clips, embedding length], of length 1.</remarks>
internal sealed class CaclTransformer : Module<Tensor, Tensor>
{
    private readonly VideoTransformer transformer;
    private readonly Module<Tensor, Tensor> contrast;

    public CaclTransformer(CaclOptions options) : base(nameof(CaclTransformer))
    {
        TransformerArchitecture architecture = options.Transformer;
        transformer = new VideoTransformer(architecture, architecture.Frames.FeatureLength, 2 * options.Clips.Frames);
        contrast = ProjectionHead.Of(architecture.Width, options.ContrastHeadWidth, options.ContrastHeadLayers, options.EmbeddingLength);
        RegisterComponents();
    }

    public VideoTransformer Transformer => transformer;

    public override Tensor forward(Tensor tokens)
    {
        using Tensor read = transformer.call(tokens);
        using Tensor raw = contrast.call(read);
        return InfoNce.Normalize(raw);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            transformer.Dispose();
            contrast.Dispose();
        }

        base.Dispose(disposing);
    }
}

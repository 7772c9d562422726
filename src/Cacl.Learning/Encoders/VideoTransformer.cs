using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A transformer over the feature vectors of a clip's frames followed by those of its shuffled twin.</summary>
/// <remarks>
/// In: float [clips, 2 * frames, frame feature length]. Out: float [clips, width], the class token after the last layer.
/// Pre-norm layers, learned position embedding, GELU, no dropout, no bias on query, key and value. Source: CACL, section 3.
/// </remarks>
public sealed class VideoTransformer : Module<Tensor, Tensor>, IExported
{
    private readonly Linear embed;
    private readonly Parameter classToken;
    private readonly Parameter positions;
    private readonly ModuleList<TransformerLayer> layers;
    private readonly LayerNorm norm;

    /// <summary>Makes the transformer with weights drawn from torch's random generator.</summary>
    /// <param name="architecture">Depth, heads and width.</param>
    /// <param name="frameFeatureLength">Length of a frame's feature vector.</param>
    /// <param name="tokens">Frames of a clip and of its shuffled twin together.</param>
    public VideoTransformer(TransformerArchitecture architecture, int frameFeatureLength, int tokens) : base(nameof(VideoTransformer))
    {
        FeatureLength = architecture.Width;
        embed = new Linear(frameFeatureLength, architecture.Width);
        classToken = FirstWeights.Own(randn(1, 1, architecture.Width) * 0.02);
        positions = FirstWeights.Own(randn(1, tokens + 1, architecture.Width) * 0.02);
        int headSize = architecture.HeadSize ?? architecture.Width / architecture.Heads;
        layers = ModuleList(
            Enumerable.Range(0, architecture.Depth).Select(_ => new TransformerLayer(architecture.Width, architecture.Heads, headSize)).ToArray());
        norm = LayerNorm(architecture.Width);
        RegisterComponents();
    }

    /// <summary>Length of a clip's feature vector.</summary>
    public int FeatureLength { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor frames = embed.call(input);                                              // [clips, tokens, width]
        Tensor first = classToken.expand(frames.shape[0], -1, -1);                      // [clips, 1, width]
        Tensor tokens = cat([first, frames], 1) + positions;                            // [clips, 1 + tokens, width]
        foreach (TransformerLayer layer in layers)
            tokens = layer.call(tokens);
        return norm.call(tokens.select(1, 0)).MoveToOuterDisposeScope();                // [clips, width]
    }

    string IExported.Export(GraphBuilder graph, string input)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor added = positions.clone();                                               // [1, 1 + tokens, width]
        added.narrow(1, 0, 1).add_(classToken);                                         // in the place that is padded in front of the frames
        string frames = graph.Pad(graph.Linear(input, embed), 0, 1, 0, 0, 0, 0);        // [clips, 1 + tokens, width]
        string tokens = graph.Add(frames, graph.Weights(added));
        foreach (TransformerLayer layer in layers)
            tokens = layer.Export(graph, tokens);
        return graph.LayerNorm(graph.Select(tokens, axis: 1, index: 0), norm);          // [clips, width]
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            embed.Dispose();
            classToken.Dispose();
            positions.Dispose();
            layers.Dispose();
            norm.Dispose();
        }

        base.Dispose(disposing);
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>One pre-norm layer: self-attention, then a perceptron four times as wide, each added to what came in.</summary>
internal sealed class TransformerLayer : Module<Tensor, Tensor>
{
    private readonly int heads;
    private readonly LayerNorm attentionNorm;
    private readonly Linear queryKeyValue;
    private readonly Linear project;
    private readonly LayerNorm perceptronNorm;
    private readonly Linear widen;
    private readonly Linear narrow;

    public TransformerLayer(int width, int heads) : base(nameof(TransformerLayer))
    {
        this.heads = heads;
        attentionNorm = LayerNorm(width);
        queryKeyValue = Linear(width, 3 * width, hasBias: false);
        project = Linear(width, width);
        perceptronNorm = LayerNorm(width);
        widen = Linear(width, 4 * width);
        narrow = Linear(4 * width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        long clips = input.shape[0], tokens = input.shape[1], width = input.shape[2];

        Tensor[] parts = queryKeyValue.call(attentionNorm.call(input)).chunk(3, 2);      // 3 x [clips, tokens, width]
        Tensor query = Split(parts[0]), key = Split(parts[1]), value = Split(parts[2]);  // [clips * heads, tokens, width / heads]
        Tensor weights = (query.bmm(key.transpose(1, 2)) / Math.Sqrt(width / heads)).softmax(-1);
        Tensor mixed = weights.bmm(value)                                                // [clips * heads, tokens, width / heads]
            .view(clips, heads, tokens, width / heads).transpose(1, 2).reshape(clips, tokens, width);

        Tensor attended = input + project.call(mixed);
        Tensor thought = narrow.call(functional.gelu(widen.call(perceptronNorm.call(attended))));
        return (attended + thought).MoveToOuterDisposeScope();

        Tensor Split(Tensor part) =>
            part.view(clips, tokens, heads, width / heads).transpose(1, 2).reshape(clips * heads, tokens, width / heads);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Module part in (Module[])[attentionNorm, queryKeyValue, project, perceptronNorm, widen, narrow])
                part.Dispose();
        }

        base.Dispose(disposing);
    }
}

using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>One pre-norm layer: self-attention, then a perceptron four times as wide, each added to what came in.</summary>
internal sealed class TransformerLayer : NetworkBlock, IExported, ITensorCoreLayer
{
    private readonly int heads;
    private readonly int headSize;
    private readonly LayerNorm attentionNorm;
    private readonly Linear queryKeyValue;
    private readonly Linear project;
    private readonly LayerNorm perceptronNorm;
    private readonly Linear widen;
    private readonly Linear narrow;

    public TransformerLayer(int width, int heads, int headSize) : base(nameof(TransformerLayer))
    {
        this.heads = heads;
        this.headSize = headSize;
        attentionNorm = LayerNorm(width);
        queryKeyValue = new Linear(width, 3 * heads * headSize, hasBias: false);
        project = new Linear(heads * headSize, width);
        perceptronNorm = LayerNorm(width);
        widen = new Linear(width, 4 * width);
        narrow = new Linear(4 * width, width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public TensorCoreUse TensorCores { get; set; }

    protected override Tensor Compute(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        long clips = input.shape[0], tokens = input.shape[1];

        Tensor[] parts = queryKeyValue.call(attentionNorm.call(input)).chunk(3, 2);      // 3 x [clips, tokens, heads * head size]
        Tensor query = Split(parts[0]), key = Split(parts[1]), value = Split(parts[2]);  // [clips * heads, tokens, head size]
        Tensor weights = (Product(query, key.transpose(1, 2)) / Math.Sqrt(headSize)).softmax(-1);
        Tensor mixed = Product(weights, value)                                           // [clips * heads, tokens, head size]
            .view(clips, heads, tokens, headSize).transpose(1, 2).reshape(clips, tokens, heads * headSize);

        Tensor attended = input + project.call(mixed);
        Tensor thought = narrow.call(functional.gelu(widen.call(perceptronNorm.call(attended))));
        return (attended + thought).MoveToOuterDisposeScope();

        Tensor Split(Tensor part) =>
            part.view(clips, tokens, heads, headSize).transpose(1, 2).reshape(clips * heads, tokens, headSize);

        Tensor Product(Tensor left, Tensor right) =>
            TensorCores.Rounds ? RoundedProduct.Take((a, b, _) => a.bmm(b), left, right).to(float32) : left.bmm(right);
    }

    public string Export(GraphBuilder graph, string input)
    {
        using DisposeScope scope = NewDisposeScope();
        string normalized = graph.LayerNorm(input, attentionNorm);
        Tensor[] parts = queryKeyValue.Weight.detach().chunk(3, 0);                    // 3 x [heads * head size, width]
        string query = graph.Transpose(Split(parts[0]), 0, 2, 1, 3), value = graph.Transpose(Split(parts[2]), 0, 2, 1, 3);
        string key = graph.Transpose(Split(parts[1]), 0, 2, 3, 1);                      // [clips, heads, head size, tokens]
        string weights = graph.Softmax(graph.Divide(graph.MatrixProduct(query, key), MathF.Sqrt(headSize)));
        string mixed = graph.Reshape(graph.Transpose(graph.MatrixProduct(weights, value), 0, 2, 1, 3), 0, 0, heads * headSize);

        string attended = graph.Add(input, graph.Linear(mixed, project));
        string thought = graph.Linear(graph.Gelu(graph.Linear(graph.LayerNorm(attended, perceptronNorm), widen)), narrow);
        return graph.Add(attended, thought);

        string Split(Tensor part) => graph.Reshape(graph.Linear(normalized, part, bias: null), 0, 0, heads, headSize);   // [clips, tokens, heads, head size]
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

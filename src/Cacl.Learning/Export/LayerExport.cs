using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Cacl.Learning;

/// <summary>Adds layers of TorchSharp to an ONNX graph.</summary>
internal static class LayerExport
{
    private const float LayerNormEpsilon = 1e-5f;   // TorchSharp's default, which all networks here keep

    /// <summary>Adds layers, one after the other; each batch norm becomes part of the convolution before it.</summary>
    /// <param name="input">What the first one reads.</param>
    /// <param name="layers">Convolutions with batch norm behind them, ReLU, parts that write themselves, and sequences of these.</param>
    /// <returns>What the last one gives.</returns>
    public static FrameMaps Layers(this FrameMaps input, params IEnumerable<Module> layers)
    {
        Module[] plain = [.. layers.SelectMany(Plain)];
        FrameMaps maps = input;
        for (int i = 0; i < plain.Length; i++)
        {
            maps = (plain[i], plain.ElementAtOrDefault(i + 1)) switch
            {
                (IExportedLayer layer, _) => layer.Export(maps),
                (ReLU, _) => maps.Relu(),
                (Convolution convolution, BatchNorm norm) => maps.Convolve(FoldedConvolution.Of(convolution, norm)),
                (BatchNorm, _) when i > 0 => maps,   // folded
                (Module layer, _) => throw new NotSupportedException($"There is no way to write a {layer.GetType().Name} here as ONNX."),
            };
        }

        return maps;
    }

    /// <summary>Adds numbers that the graph holds.</summary>
    public static string Weights(this GraphBuilder graph, Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return graph.Weights(values.detach().cpu().to(float32).contiguous().data<float>().ToArray(), values.shape);
    }

    /// <summary>Adds a linear layer over the last axis.</summary>
    public static string Linear(this GraphBuilder graph, string input, Tensor weights, Tensor? bias)
    {
        using Tensor columns = weights.t();   // [in, out]
        string product = graph.MatrixProduct(input, graph.Weights(columns));
        return bias is null ? product : graph.Add(product, graph.Weights(bias));
    }

    /// <inheritdoc cref="Linear(GraphBuilder, string, Tensor, Tensor)"/>
    public static string Linear(this GraphBuilder graph, string input, Linear layer) => graph.Linear(input, layer.Weight, layer.Bias);

    /// <summary>Adds a layer norm over the last axis.</summary>
    public static string LayerNorm(this GraphBuilder graph, string input, LayerNorm layer) =>
        graph.LayerNorm(input, graph.Weights(layer.weight!), graph.Weights(layer.bias!), LayerNormEpsilon);

    /// <summary>Adds GELU: half of x * (1 + erf(x / sqrt 2)).</summary>
    public static string Gelu(this GraphBuilder graph, string input) =>
        graph.Multiply(graph.Multiply(input, graph.Add(graph.Erf(graph.Divide(input, MathF.Sqrt(2))), 1)), 0.5f);

    private static IEnumerable<Module> Plain(Module layer) => layer is Sequential sequence ? sequence.children().SelectMany(Plain) : [layer];
}

using System.Runtime.InteropServices;
using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public sealed class FoldedConvolutionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_and_bias_are_those_of_the_equation(bool hasBias)
    {
        using Conv3d convolution = nn.Conv3d(2, 3, (1, 3, 5), stride: (4, 1, 2), padding: (0, 1, 2), bias: hasBias);
        using var norm = new BatchNorm(3);
        OnnxComparison.Fill(convolution);
        OnnxComparison.Fill(norm);
        var graph = new GraphBuilder();

        graph.FloatOutput("out", graph.Layers(graph.ByteInput("in", 2, 9, 9, 9), convolution, norm), 3, 3, 9, 5);

        GraphProto written = Written(graph);
        float[] weight = Values(convolution, "weight"), bias = hasBias ? Values(convolution, "bias") : new float[3];
        float[] scale = Values(norm, "weight"), shift = Values(norm, "bias"), mean = Values(norm, "running_mean"), variance = Values(norm, "running_var");
        double[] factors = [.. Enumerable.Range(0, 3).Select(channel => scale[channel] / Math.Sqrt(variance[channel] + 1e-5))];
        AssertClose([.. weight.Select((value, i) => value * factors[i / 30])], written.Initializer[0]);
        AssertClose([.. factors.Select((factor, channel) => (bias[channel] - mean[channel]) * factor + shift[channel])], written.Initializer[1]);
        Assert.Equal(["Conv", "Identity"], written.Node.Select(node => node.OpType));
        Assert.Equal([1, 3, 5], Attribute(written, "kernel_shape"));
        Assert.Equal([4, 1, 2], Attribute(written, "strides"));
        Assert.Equal([0, 1, 2, 0, 1, 2], Attribute(written, "pads"));
    }

    [Fact]
    public void A_layer_that_has_no_way_into_a_graph_is_named()
    {
        using Dropout dropout = nn.Dropout();
        var graph = new GraphBuilder();
        string input = graph.ByteInput("in", 2, 9, 9, 9);

        Assert.Equal("There is no way to write a Dropout here as ONNX.", Assert.Throws<NotSupportedException>(() => graph.Layers(input, dropout)).Message);
    }

    private static GraphProto Written(GraphBuilder graph)
    {
        using var stream = new MemoryStream();
        graph.Write(stream, []);
        return ModelProto.Parser.ParseFrom(stream.ToArray()).Graph;
    }

    private static float[] Values(nn.Module layer, string name)
    {
        using Tensor values = layer.state_dict()[name].detach();
        return values.data<float>().ToArray();
    }

    private static void AssertClose(double[] expected, TensorProto found)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(found.RawData.Span);
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], values[i], 1e-6);
    }

    private static IEnumerable<long> Attribute(GraphProto graph, string name) => graph.Node[0].Attribute.Single(attribute => attribute.Name == name).Ints;
}

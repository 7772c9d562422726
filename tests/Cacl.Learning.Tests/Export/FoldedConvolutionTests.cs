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
        using var convolution = new Convolution(2, 3, [1, 3, 5], [4, 1, 2], hasBias);
        using var norm = new BatchNorm(3);
        OnnxComparison.Fill(convolution);
        OnnxComparison.Fill(norm);

        FrameConvolution folded = FoldedConvolution.Of(convolution, norm);

        float[] weight = Values(convolution, "weight"), bias = hasBias ? Values(convolution, "bias") : new float[3];
        float[] scale = Values(norm, "weight"), shift = Values(norm, "bias"), mean = Values(norm, "running_mean"), variance = Values(norm, "running_var");
        double[] factors = [.. Enumerable.Range(0, 3).Select(channel => scale[channel] / Math.Sqrt(variance[channel] + 1e-5))];
        AssertClose([.. weight.Select((value, i) => value * factors[i / 30])], folded.Weights);
        AssertClose([.. factors.Select((factor, channel) => (bias[channel] - mean[channel]) * factor + shift[channel])], folded.Bias);
        Assert.Equal([3, 2, 1, 3, 5], folded.Shape);
        Assert.Equal([4, 1, 2], folded.Strides);
    }

    [Fact]
    public void A_convolution_of_pictures_has_one_tap()
    {
        using var convolution = new Convolution(2, 3, [3, 3], [2, 2]);
        using var norm = new BatchNorm(3);
        OnnxComparison.Fill(convolution);
        OnnxComparison.Fill(norm);

        FrameConvolution folded = FoldedConvolution.Of(convolution, norm);

        Assert.Equal([3, 2, 1, 3, 3], folded.Shape);
        Assert.Equal([1, 2, 2], folded.Strides);
    }

    [Fact]
    public void A_layer_that_has_no_way_into_a_graph_is_named()
    {
        using Dropout dropout = nn.Dropout();
        var graph = new GraphBuilder();
        string input = graph.ByteInput("in", 2, 9, 9, 9);

        Assert.Equal("There is no way to write a Dropout here as ONNX.", Assert.Throws<NotSupportedException>(() => FrameMaps.OfPictures(graph, input).Layers(dropout)).Message);
    }

    private static float[] Values(nn.Module layer, string name)
    {
        using Tensor values = layer.state_dict()[name].detach();
        return values.data<float>().ToArray();
    }

    private static void AssertClose(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-6);
    }
}

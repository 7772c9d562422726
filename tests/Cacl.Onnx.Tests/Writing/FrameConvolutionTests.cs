using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Cacl.Onnx.Tests;

public sealed class FrameConvolutionTests
{
    private const int Side = 5;

    [Theory]
    [InlineData(8, 16, 5, 3, 3, 1, 1)]    // two tiles
    [InlineData(7, 16, 5, 3, 3, 1, 2)]    // one, and three frames beside it
    [InlineData(4, 130, 5, 3, 1, 1, 1)]   // one that is the whole clip
    [InlineData(4, 2, 5, 3, 3, 1, 1)]     // too small for tiles
    [InlineData(2, 16, 5, 3, 3, 1, 1)]
    [InlineData(1, 16, 5, 3, 3, 1, 1)]
    [InlineData(9, 16, 5, 3, 3, 2, 2)]
    [InlineData(9, 3, 5, 5, 3, 4, 1)]
    [InlineData(6, 3, 5, 1, 3, 1, 1)]
    [InlineData(7, 3, 5, 1, 1, 3, 2)]
    public void Frames_are_those_of_the_sum_over_taps_channels_and_pixels(int frames, int channelsIn, int channelsOut, int taps, int size, int step, int stride)
    {
        FrameConvolution convolution = Convolution(channelsIn, channelsOut, taps, size, step, stride);
        byte[] clips = new byte[2 * frames * Side * Side * channelsIn];
        new Random(frames).NextBytes(clips);

        float[] found = Run(Written(convolution, frames), clips, frames, channelsIn);

        double[] expected = Naive(convolution, clips, frames);
        Assert.Equal(expected.Length, found.Length);
        Assert.InRange(expected.Max(Math.Abs), 0.1, 20);   // else the tolerance says nothing
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-4);
    }

    [Fact]
    public void Four_frames_take_six_convolutions_in_place_of_ten()
    {
        Assert.Equal(6, Convolutions(frames: 4, channelsIn: 16));
        Assert.Equal(10, Convolutions(frames: 4, channelsIn: 2));
        Assert.Equal(12 + 2, Convolutions(frames: 9, channelsIn: 16));   // two of the last frame's taps lie within the clip

        static int Convolutions(int frames, int channelsIn) =>
            Written(Convolution(channelsIn, 5, 3, 3, 1, 1), frames).Graph.Node.Count(node => node.OpType == "Conv" && node.Attribute.Any(attribute => attribute.Name == "group" && attribute.I == 1));
    }

    [Fact]
    public void A_window_of_frames_has_the_greatest_of_them_and_a_rest_is_left_out()
    {
        var graph = new GraphBuilder();
        string clips = graph.Transpose(graph.Cast(graph.ByteInput("clips", 5, 4, 4, 1)), 0, 4, 1, 2, 3);
        graph.FloatOutput("features", FrameMaps.OfClips(graph, clips).MaxPool([2, 4, 4]).Mean(), 1);
        byte[] bytes = new byte[5 * 16];
        (bytes[3], bytes[20], bytes[40], bytes[79]) = (10, 20, 30, 200);

        Assert.Equal([25], Run(Model(graph), bytes, 5, 1, side: 4));
    }

    private static FrameConvolution Convolution(int channelsIn, int channelsOut, int taps, int size, int step, int stride)
    {
        var random = new Random(7);
        double[] weights = [.. Enumerable.Range(0, channelsOut * channelsIn * taps * size * size).Select(_ => random.NextDouble() - 0.5)];
        return new FrameConvolution(weights, [.. Enumerable.Range(0, channelsOut).Select(channel => channel - 2.0)], [channelsOut, channelsIn, taps, size, size], [step, stride, stride]);
    }

    // All that the convolution makes: [clips, frames * channels out * height * width].
    private static ModelProto Written(FrameConvolution convolution, int frames)
    {
        var graph = new GraphBuilder();
        string pixels = graph.Divide(graph.Cast(graph.ByteInput("clips", frames, Side, Side, convolution.ChannelsIn)), 255);
        string[] maps = [.. Enumerable.Range(0, frames).Select(frame => graph.Transpose(graph.Select(pixels, 1, frame), 0, 3, 1, 2))];
        string[] made = new FrameConvolutionExport(graph, convolution, maps).Frames();
        long numbers = convolution.ChannelsOut * MadeSide(convolution) * MadeSide(convolution);
        graph.FloatOutput("features", graph.Concatenate(1, [.. made.Select(frame => graph.Reshape(frame, -1, numbers))]), made.Length * numbers);
        return Model(graph);
    }

    private static ModelProto Model(GraphBuilder graph)
    {
        using var stream = new MemoryStream();
        graph.Write(stream, []);
        return ModelProto.Parser.ParseFrom(stream.ToArray());
    }

    private static float[] Run(ModelProto model, byte[] clips, int frames, int channels, int side = Side)
    {
        using var session = new InferenceSession(model.ToByteArray());
        using var options = new RunOptions();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(clips, [clips.Length / (frames * side * side * channels), frames, side, side, channels]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["clips"], [input], ["features"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    // [clips, frames, channels out, height, width]
    private static double[] Naive(FrameConvolution convolution, byte[] clips, int frames)
    {
        (int outs, int ins, int taps, int size) = ((int)convolution.Shape[0], (int)convolution.Shape[1], (int)convolution.Shape[2], (int)convolution.Shape[3]);
        int madeFrames = (frames - 1) / convolution.Step + 1, stride = (int)convolution.Strides[1], made = MadeSide(convolution);
        var maps = new double[clips.Length / (frames * Side * Side * ins) * madeFrames * outs * made * made];
        for (int i = 0; i < maps.Length; i++)
        {
            (int column, int row, int channelOut) = (i % made, i / made % made, i / (made * made) % outs);
            (int frame, int clip) = (i / (made * made * outs) % madeFrames, i / (made * made * outs * madeFrames));
            maps[i] = convolution.Bias[channelOut];
            for (int k = 0; k < ins * taps * size * size; k++)
            {
                int channel = k / (taps * size * size), t = frame * convolution.Step + k / (size * size) % taps - taps / 2;
                int y = row * stride + k / size % size - size / 2, x = column * stride + k % size - size / 2;
                if (t >= 0 && t < frames && y >= 0 && y < Side && x >= 0 && x < Side)
                    maps[i] += convolution.Weights[channelOut * ins * taps * size * size + k] * clips[(((clip * frames + t) * Side + y) * Side + x) * ins + channel] / 255.0;
            }
        }

        return maps;
    }

    private static int MadeSide(FrameConvolution convolution) => (Side - 1) / (int)convolution.Strides[1] + 1;
}

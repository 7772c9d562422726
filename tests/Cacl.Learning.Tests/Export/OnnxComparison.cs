using Cacl.Clips;
using Cacl.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>Encoders with weights and statistics as if they were trained, and their vectors in ONNX Runtime beside TorchSharp's.</summary>
internal static class OnnxComparison
{
    // Odd, so that strides and pools leave a rest.
    private static readonly ClipOptions SmallClips = new() { Frames = 8, ShortSide = 20, CropSize = 17 };

    public static EncoderSettings Settings(EncoderArchitecture architecture) =>
        new() { Architecture = architecture, Clips = SmallClips, BackgroundSubtraction = false, EmbedClips = 2 };

    /// <summary>A named encoder with its layers but few channels.</summary>
    public static EncoderArchitecture Narrow(string name) => EncoderArchitecture.Named(name) switch
    {
        C3dArchitecture c3d => c3d with { Channels = [4, 6, 8, 8, 12] },
        ResidualArchitecture residual => residual with { Channels = [4, 6, 8, 12] },
        FrameMeanArchitecture mean => mean with { Frames = mean.Frames with { Channels = [4, 6, 8, 12] } },
        SlowArchitecture slow => slow with { Channels = [4, 6, 8, 12], StemStride = 3 },
        EncoderArchitecture other => throw new InvalidOperationException($"How {other} is made small is not known."),
    };

    public static VideoEncoder Encoder(EncoderSettings settings)
    {
        ClipNetwork network = settings.Architecture.Create();
        ClipOptions clips = settings.Clips;
        Fill(network, [3, 3, clips.Frames, clips.CropSize, clips.CropSize]);
        return new VideoEncoder(network, settings, CPU);
    }

    /// <summary>Gives a network weights, and to its batch norms the statistics of what they meet, as training does: what comes out is about 1, however deep it is.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The shape of what it takes.</param>
    public static void Fill(nn.Module<Tensor, Tensor> network, long[] input)
    {
        Fill(network);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (string Name, Tensor Values)[] statistics = [.. network.state_dict().Where(entry => entry.Key.Contains("running_", StringComparison.Ordinal)).Select(entry => (entry.Key, entry.Value))];
        foreach ((_, Tensor values) in statistics)
            values.fill_(0);
        network.train();
        network.call(WeightPattern.Input(input));
        foreach ((string name, Tensor values) in statistics)
        {
            values.mul_(10);   // a batch norm adds a tenth of what it meets
            if (name.EndsWith("running_var", StringComparison.Ordinal))
                values.add_(0.5);   // else a channel in which hardly anything moves makes rounding large
        }
        network.eval();
    }

    public static void Fill(nn.Module network)
    {
        network.load_state_dict(WeightPattern.StateOf(network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape)));
        network.eval();
    }

    public static byte[] RandomClips(OnnxVideoEncoder runtime, int count)
    {
        var clips = new byte[count * runtime.Frames * runtime.Height * runtime.Width * 3];
        new Random(count).NextBytes(clips);
        return clips;
    }

    public static float[] Embed(OnnxVideoEncoder runtime, byte[] clips, int count)
    {
        var features = new float[count * runtime.FeatureLength];
        runtime.Embed(clips, count, features);
        return features;
    }

    /// <summary>Compares batches of one clip and of three.</summary>
    public static void AssertSame(string path, Func<byte[], int, Tensor> reference)
    {
        using OnnxVideoEncoder runtime = OnnxVideoEncoder.Open(path);
        foreach (int count in (int[])[1, 3])
        {
            byte[] clips = RandomClips(runtime, count);
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            float[] expected = reference(clips, count).data<float>().ToArray();

            float[] found = Embed(runtime, clips, count);

            Assert.InRange(expected.Max(MathF.Abs), 0.1f, 20f);   // else the tolerance says nothing
            Assert.Equal(expected.Length, found.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], found[i], 1e-4);
        }
    }
}

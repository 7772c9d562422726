using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>One whole step of training beside the same step written in PyTorch: losses, gradients, weights, twins, statistics, queue.</summary>
public class CaclStepTests
{
    private const int Clips = 4, Frames = 4, Edge = 16;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_is_pytorchs(int setting)
    {
        JsonElement expected = Fixture.Read("cacl-step.json")[setting];
        CaclOptions options = new()
        {
            Clips = new ClipOptions { Frames = Frames, CropSize = Edge, ShortSide = Edge },
            Encoder = new R3dArchitecture { StemKernelSize = 3, Channels = [4, 8], Blocks = [1, 1] },
            Transformer = new TransformerArchitecture { Depth = 1, Heads = 2, Width = 12, Frames = new FrameArchitecture { Channels = [4, 8], Blocks = [1, 1] } },
            EmbeddingLength = 6,
            QueueSize = 10,
            DegreeHeadWidth = 10,
            DegreeHeadDropout = 0,
            TwinMomentum = 0.9,
            ContrastHeadLayers = expected.GetProperty("hidden").GetInt32(),
            ContrastHeadWidth = 10,
            Negatives = Enum.Parse<CaclNegatives>(expected.GetProperty("negatives").GetString()!),
            MaskOwnVideo = expected.GetProperty("mask").GetBoolean(),
            CrossGradientScale = expected.GetProperty("share").GetDouble(),
            DegreeWeight = expected.GetProperty("degreeWeight").GetDouble(),
            Temperature = expected.GetProperty("temperature").GetDouble(),
        };
        using var objective = new CaclObjective(
            new CaclCnn(options.Encoder.Create(), options), new ShuffleDegreeHead(8, 10, 0, 4), new FrameNetwork(options.Transformer.Frames), options, CPU);
        using DisposeScope scope = NewDisposeScope();
        Fill(objective);
        using GradientDescent optimizer = GradientDescent.Of(OptimizerKind.Sgd, objective.Parameters, weightDecay: 1e-4);

        StepLoss loss = objective.Loss(Batch(), 0.5);
        loss.Total.backward();
        Assert.Equal(expected.GetProperty("total").GetDouble(), loss.Total.ToDouble(), 1e-4);
        foreach (JsonProperty part in expected.GetProperty("losses").EnumerateObject())
            Assert.Equal(part.Value.GetDouble(), loss.Metrics[part.Name].ToDouble(), 1e-4);

        Dictionary<string, double> gradients = objective.Networks.SelectMany(network => network.Network.named_parameters().Select(parameter => ($"{network.Name}.{parameter.name}", parameter.parameter.grad)))
            .Where(entry => entry.grad is not null).ToDictionary(entry => entry.Item1, entry => entry.grad!.norm().ToDouble());
        Assert.Equal(expected.GetProperty("gradients").EnumerateObject().Select(entry => entry.Name).Order(), gradients.Keys.Order());
        foreach (JsonProperty gradient in expected.GetProperty("gradients").EnumerateObject())
            AssertClose(gradient.Value.GetDouble(), gradients[gradient.Name], gradient.Name);

        optimizer.Step(0.05);
        objective.AfterStep();
        foreach ((string name, nn.Module network) in objective.Networks)
        {
            foreach ((string key, Tensor values) in network.state_dict().Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            {
                float[] wanted = expected.GetProperty("weights").GetProperty($"{name}.{key}").Floats();
                float[] found = values.detach().flatten().narrow(0, 0, wanted.Length).to(float32).data<float>().ToArray();
                for (int i = 0; i < wanted.Length; i++)
                    AssertClose(wanted[i], found[i], $"{name}.{key}");
            }
        }

        Fixture.AssertClose(expected.GetProperty("queue").Floats(), objective.Queues.First().Queue.Keys, 1e-4);
    }

    // Relative for what is large: gradients of this step are up to hundreds.
    private static void AssertClose(double expected, double found, string name) =>
        Assert.True(Math.Abs(expected - found) <= 1e-4 * Math.Max(1, Math.Abs(expected)), $"{name} is {found}, expected {expected}.");

    private static void Fill(CaclObjective objective)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, nn.Module network) in objective.Networks)
        {
            Dictionary<string, Tensor> state = network.state_dict();
            Dictionary<string, Tensor> pattern = WeightPattern.StateOf(state.ToDictionary(entry => $"{name}.{entry.Key}", entry => entry.Value.shape));
            foreach ((string key, Tensor values) in state)
                values.copy_(pattern[$"{name}.{key}"]);
        }

        foreach ((string name, KeyQueue queue) in objective.Queues)
        {
            queue.Keys.copy_(InfoNce.Normalize(tensor(Array.ConvertAll(WeightPattern.Values($"queue.{name}", 60), value => (float)value)).view(10, 6)));
            queue.Videos.copy_(tensor(new long[] { -1, 0, 1, 2, 3, 3, -1, 1, 0, 0 }));
        }
    }

    // The views and orders of make_training_fixtures.py, with draws that change nothing.
    private static ClipBatch Batch()
    {
        const int perView = Clips * Frames * Edge * Edge * 3, perClip = perView / Clips;
        byte[][][] pixels = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, Clips).Select(_ => new byte[perClip]).ToArray())];
        for (int view = 0; view < 2; view++)
        {
            for (long i = 0; i < perView; i++)
                pixels[view][i / perClip][i % perClip] = (byte)((i * 37 + i * i % 251 + 90 * view) % 256);
        }

        var plain = new AugmentationOptions { JitterProbability = 0, GrayscaleProbability = 0, FlipProbability = 0 };
        var random = new SampleRandom(1, 0, 0);
        ViewDraw draw = ViewDraw.From(plain, new FrameSize(Edge, Edge), Edge, ref random);
        ViewDraw[] draws = [.. Enumerable.Repeat(draw, Clips)];
        long[] orders = [0, 1, 2, 3, 1, 0, 2, 3, 3, 0, 1, 2, 2, 3, 0, 1];
        var host = new HostBatch(Clips, 2, Frames, Edge, Edge, Edge, pixels, [draws, draws], [0, 1, 2, 3], orders, [0, 1, 2, 3], 0, 0, Clips, [.. Enumerable.Repeat(new int[Frames], Clips)]);
        return new ClipBatch(host, CPU, subtractBackground: false);
    }
}

using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>Each network beside PyTorch's of the same weights; make_network_fixtures.py says what those are.</summary>
public sealed class PublishedNetworkTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"cacl-{Guid.NewGuid():N}.safetensors");
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        File.Delete(path);
    }

    [Theory]
    [InlineData("c3d", 27.66)]
    [InlineData("r3d", 14.36)]
    [InlineData("r3d_18", 33.17)]
    [InlineData("r3d_34", 63.48)]
    [InlineData("mc3_18", 11.49)]
    [InlineData("r2plus1d", 14.37)]
    [InlineData("r2plus1d_18", 31.30)]
    [InlineData("slow_r50", 31.67)]
    public void Encoder_has_PyTorchs_parameters_by_name_and_gives_its_features(string name, double millions)
    {
        JsonElement fixture = Fixture.Read($"network-{name}.json");
        using ClipNetwork network = EncoderArchitecture.Named(name).Create();

        Assert.Equal(millions, network.parameters().Sum(parameter => parameter.numel()) / 1e6, 0.005);
        AssertSameFeatures(fixture, network);
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet34")]
    [InlineData("resnet50")]
    public void Frame_network_has_torchvisions_parameters_by_name_and_gives_its_features(string name)
    {
        FrameArchitecture architecture = name switch
        {
            "resnet18" => FrameArchitecture.ResNet18,
            "resnet34" => FrameArchitecture.ResNet34,
            _ => FrameArchitecture.ResNet50,
        };
        using var network = new FrameNetwork(architecture with { Normalization = PixelNormalization.None });

        AssertSameFeatures(Fixture.Read($"network-{name}.json"), network);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Transformer_of_any_depth_heads_and_width_gives_the_numbers_of_sums_over_pairs_of_tokens(int index)
    {
        JsonElement fixture = Fixture.Read("transformers.json");
        JsonElement shape = fixture.GetProperty("shapes")[index];
        int Size(string name) => shape.GetProperty(name).GetInt32();
        int features = fixture.GetProperty("frameFeatures").GetInt32(), tokens = fixture.GetProperty("tokens").GetInt32();
        var architecture = new TransformerArchitecture { Depth = Size("depth"), Heads = Size("heads"), HeadSize = Size("headSize"), Width = Size("width") };
        using var transformer = new VideoTransformer(architecture, features, tokens);
        Fill(transformer);

        AssertRelative(shape.GetProperty("features").Floats(), transformer.call(WeightPattern.Input([3, tokens, features])), 1e-4);
    }

    [Fact]
    public void Training_gives_PyTorchs_features_statistics_and_gradients()
    {
        JsonElement fixture = Fixture.Read("training-r2plus1d_18.json");
        using ClipNetwork network = R2Plus1dArchitecture.R18.Create();
        Fill(network);
        network.to(float64);   // in single precision gradients depend on the number of threads, by some percent
        network.train();

        Tensor features = network.call(WeightPattern.Input(fixture.GetProperty("shape").Longs()).to(float64));
        float[] direction = Array.ConvertAll(WeightPattern.Values("direction", features.numel()), value => (float)value);
        (features * tensor(direction).to(float64).view(features.shape)).sum().backward();

        AssertRelative(fixture.GetProperty("features").Floats(), features, 1e-5);
        Dictionary<string, Tensor> state = network.state_dict();
        foreach (JsonProperty statistic in fixture.GetProperty("statistics").EnumerateObject())
            AssertRelative(statistic.Value.Floats(), state[statistic.Name].slice(0, 0, 32, 1), 1e-5);
        foreach (JsonProperty gradient in fixture.GetProperty("gradients").EnumerateObject())
            AssertRelative(gradient.Value.Floats(), network.get_parameter(gradient.Name)!.grad!.flatten().slice(0, 0, 32, 1), 1e-5);
    }

    [Fact]
    public void Encoder_of_a_published_file_leaves_the_classifier_out_and_gives_PyTorchs_features()
    {
        JsonElement fixture = Fixture.Read("network-mc3_18.json");
        Dictionary<string, Tensor> published = WeightPattern.StateOf(Shapes(fixture));
        published["fc.weight"] = ones(4, 512);
        published["fc.bias"] = ones(4);
        foreach (string name in published.Keys.Where(name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList())
            published.Remove(name);
        Safetensors.Write(path, published);

        using VideoEncoder encoder = VideoEncoder.FromWeights(path, Settings(Mc3Architecture.M18));
        Tensor features = encoder.Compute(WeightPattern.Input(fixture.GetProperty("shape").Longs()));

        AssertRelative(fixture.GetProperty("features").Floats(), features, 1e-4);
    }

    [Theory]
    [InlineData("", "fc.weight")]
    [InlineData("module.", "fc.weight")]
    [InlineData("module.encoder_q.", "module.encoder_k.conv1.weight", "module.encoder_q.fc.0.weight", "module.queue", "module.queue_ptr")]
    public void Frame_network_reads_files_of_torchvision_and_of_MoCo(string prefix, params string[] others)
    {
        using var source = new FrameNetwork(FrameArchitecture.Small);
        using var target = new FrameNetwork(FrameArchitecture.Small);
        Fill(source);
        Dictionary<string, Tensor> file = source.state_dict().ToDictionary(entry => prefix + entry.Key, entry => entry.Value);
        foreach (string other in others)
            file[other] = ones(2);
        Safetensors.Write(path, file);

        target.LoadWeights(path);

        source.eval();
        target.eval();
        Tensor frames = WeightPattern.Input([2, 3, 32, 32]);
        Assert.Equal(source.call(frames).data<float>().ToArray(), target.call(frames).data<float>().ToArray());
    }

    [Fact]
    public void Half_precision_weights_are_converted()
    {
        using var source = new FrameNetwork(FrameArchitecture.Small);
        using var target = new FrameNetwork(FrameArchitecture.Small);
        Safetensors.Write(path, source.state_dict().ToDictionary(
            entry => entry.Key, entry => entry.Value.is_floating_point() ? entry.Value.detach().to(float16) : entry.Value));

        target.LoadWeights(path);

        Tensor taken = target.get_parameter("conv1.weight")!;
        Assert.Equal(float32, taken.dtype);
        Assert.True((taken - source.get_parameter("conv1.weight")!).abs().max().item<float>() < 1e-3f);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_by_name_and_shape()
    {
        using var source = new FrameNetwork(FrameArchitecture.Small);
        using var wider = new FrameNetwork(FrameArchitecture.Small with { StemKernelSize = 7 });
        using var deeper = new FrameNetwork(FrameArchitecture.Small with { Blocks = [1, 1, 1, 2] });
        Safetensors.Write(path, source.state_dict());

        Assert.Equal($"{path} holds conv1.weight as Float32 [16, 3, 5, 5]; expected Float32 [16, 3, 7, 7].", Assert.Throws<InvalidDataException>(() => wider.LoadWeights(path)).Message);
        Assert.Equal($"{path} lacks the weights layer4.1.conv1.weight.", Assert.Throws<InvalidDataException>(() => deeper.LoadWeights(path)).Message);
        Safetensors.Write(path, deeper.state_dict());
        Assert.EndsWith(", which its network does not have.", Assert.Throws<InvalidDataException>(() => source.LoadWeights(path)).Message);
    }

    private static EncoderSettings Settings(EncoderArchitecture architecture) =>
        new() { Architecture = architecture, Clips = new ClipOptions(), BackgroundSubtraction = false, EmbedClips = 1 };

    private static IReadOnlyDictionary<string, long[]> Shapes(JsonElement fixture) =>
        fixture.GetProperty("state").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.Longs());

    private static void Fill(nn.Module network) =>
        network.load_state_dict(WeightPattern.StateOf(network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape)));

    private static void AssertSameFeatures(JsonElement fixture, nn.Module<Tensor, Tensor> network)
    {
        IReadOnlyDictionary<string, long[]> shapes = Shapes(fixture);
        Dictionary<string, Tensor> state = network.state_dict();
        Assert.Equal(shapes.Keys.Order(StringComparer.Ordinal), state.Keys.Order(StringComparer.Ordinal));
        Assert.All(shapes, entry => Assert.Equal(entry.Value, state[entry.Key].shape));
        Assert.Equal(fixture.GetProperty("parameters").GetInt64(), network.parameters().Sum(parameter => parameter.numel()));
        network.load_state_dict(WeightPattern.StateOf(shapes));
        network.eval();

        using IDisposable noGradient = no_grad();
        AssertRelative(fixture.GetProperty("features").Floats(), network.call(WeightPattern.Input(fixture.GetProperty("shape").Longs())), 1e-4);
    }

    // Each value within a part of its own size and of the vector's root mean square.
    private static void AssertRelative(float[] expected, Tensor actual, double tolerance)
    {
        float[] values = actual.detach().to(float32).contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        double typical = Math.Sqrt(expected.Average(value => (double)value * value));
        for (int i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * (Math.Abs(expected[i]) + typical), $"Value {i} is {values[i]}, expected {expected[i]}.");
    }
}

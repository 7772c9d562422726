using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning.Tests;

/// <summary>Networks whose products are taken in bfloat16, beside PyTorch's mixed precision of the same weights; make_precision_fixtures.py says what those are.</summary>
public sealed class MixedPrecisionTests : IDisposable
{
    private static readonly R3dArchitecture Residual = new() { StemKernelSize = 3, Channels = [8, 16], Blocks = [1, 1] };

    // One of each kind, with few channels.
    private static readonly Dictionary<string, EncoderArchitecture> Architectures = new()
    {
        ["R3D"] = Residual,
        ["R(2+1)D"] = new R2Plus1dArchitecture { Channels = [4, 6], Blocks = [1, 1] },
        ["C3D"] = new C3dArchitecture { Channels = [4, 4, 6, 6, 8] },
        ["Slow"] = new SlowArchitecture { Channels = [4, 8], Blocks = [1, 1], BlockFrames = [1, 3] },
        ["frames"] = new FrameMeanArchitecture { Frames = new FrameArchitecture { Channels = [8, 16], Blocks = [1, 1], StemPool = true } },
    };

    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. Architectures.Keys];

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_network_of_clips_gives_autocasts_features_statistics_and_gradients()
    {
        JsonElement fixture = Fixture.Read("precision.json").GetProperty("clips");
        using ClipNetwork network = Residual.Create();
        Fill(network);
        using var precision = new MixedPrecision(ComputePrecision.BFloat16, CPU, [network]);

        Tensor features = Learn(network, fixture);

        Assert.Equal(float32, features.dtype);
        AssertNear(fixture.GetProperty("features"), features, 0.005);
        Dictionary<string, Tensor> state = network.state_dict();
        foreach (JsonProperty statistic in fixture.GetProperty("statistics").EnumerateObject())
            AssertNear(statistic.Value, state[statistic.Name], 0.005);
        AssertGradients(fixture, network, 0.05);
    }

    [Fact]
    public void A_transformer_gives_the_numbers_of_casts_that_are_written_out()
    {
        JsonElement fixture = Fixture.Read("precision.json").GetProperty("tokens");
        using var transformer = new VideoTransformer(new TransformerArchitecture { Depth = 2, Heads = 2, Width = 16 }, 10, 6);
        Fill(transformer);
        using var precision = new MixedPrecision(ComputePrecision.BFloat16, CPU, [transformer]);

        Tensor features = Learn(transformer, fixture);

        Assert.Equal(float32, features.dtype);
        AssertNear(fixture.GetProperty("features"), features, 0.01);
        AssertGradients(fixture, transformer, 0.03);
    }

    [Fact]
    public void Rounding_changes_the_features_and_leaves_with_the_run()
    {
        using ClipNetwork network = Residual.Create();
        network.eval();
        Tensor clips = rand([2, 3, 4, 16, 16]), before = network.call(clips), rounded;
        using (new MixedPrecision(ComputePrecision.BFloat16, CPU, [network]))
        {
            Assert.Equal(bfloat16, network.Maps(clips).dtype);
            rounded = network.call(clips);
        }

        double difference = (rounded - before).norm().ToDouble() / before.norm().ToDouble();
        Assert.InRange(difference, 1e-5, 0.02);
        Assert.Equal(before.data<float>().ToArray(), network.call(clips).data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Channels_that_lie_side_by_side_change_no_number_but_by_rounding(string name)
    {
        using ClipNetwork network = Architectures[name].Create();
        network.eval();
        using IDisposable noGradient = no_grad();
        Tensor clips = rand([2, 3, 8, 32, 32]), features = network.call(clips);
        foreach (ITensorCoreLayer layer in network.modules().OfType<ITensorCoreLayer>())
            layer.TensorCores = new TensorCoreUse(Rounds: false, ChannelsLast: true);

        Assert.True((network.call(clips) - features).norm().ToDouble() < 1e-5 * features.norm().ToDouble());
    }

    // Of pictures: what libtorch makes of clips on a CPU lies as it always does.
    [Theory]
    [InlineData(false, new long[] { 256, 64, 8, 1 })]
    [InlineData(true, new long[] { 256, 1, 32, 4 })]
    public void Channels_lie_side_by_side_in_what_a_convolution_gives_where_that_is_asked_for(bool channelsLast, long[] strides)
    {
        using var convolution = new Convolution(3, 4, [3, 3], [1, 1]) { TensorCores = new TensorCoreUse(Rounds: false, channelsLast) };

        Assert.Equal(strides, convolution.call(rand([2, 3, 8, 8])).stride());
    }

    [Theory]
    [InlineData(ComputePrecision.Float32, "cuda", false, false)]
    [InlineData(ComputePrecision.TensorFloat32, "cuda", false, true)]
    [InlineData(ComputePrecision.BFloat16, "cuda", true, true)]
    [InlineData(ComputePrecision.BFloat16, "cpu", true, false)]
    public void Channels_lie_side_by_side_where_tensor_cores_read_them(ComputePrecision precision, string where, bool rounds, bool channelsLast)
    {
        using ClipNetwork network = Residual.Create();
        using var set = new MixedPrecision(precision, new Device(where), [network]);

        Assert.All(network.modules().OfType<ITensorCoreLayer>(), layer => Assert.Equal(new TensorCoreUse(rounds, channelsLast), layer.TensorCores));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_network_of_clips_is_near_itself_in_single_precision(string name)
    {
        using ClipNetwork network = Architectures[name].Create();
        Tensor clips = rand([2, 3, 9, 36, 36]), single = network.call(clips), rounded;
        using (new MixedPrecision(ComputePrecision.BFloat16, CPU, [network]))
            rounded = network.call(clips);
        rounded.sum().backward();

        Assert.InRange((rounded - single).norm().ToDouble() / single.norm().ToDouble(), 1e-5, 0.25);   // statistics of two clips
        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad!.isfinite().all().item<bool>()));
    }

    [Fact]
    public void A_gradient_through_channels_side_by_side_lies_as_its_weights_do()
    {
        using var convolution = new Convolution(2, 3, [3, 3, 3], [1, 2, 2]);
        Tensor clips = rand([2, 2, 4, 6, 6]);
        convolution.call(clips).square().sum().backward();
        float[] expected = convolution.Weight.grad!.data<float>().ToArray();
        convolution.zero_grad();
        convolution.TensorCores = new TensorCoreUse(Rounds: false, ChannelsLast: true);

        convolution.call(clips).square().sum().backward();

        Tensor gradient = convolution.Weight.grad!;
        Assert.Equal((float32, true), (gradient.dtype, gradient.is_contiguous()));
        Fixture.AssertClose(expected, gradient, 1e-4);
    }

    [Fact]
    public void A_layer_begins_with_torchs_weights()
    {
        manual_seed(5);
        using var convolution = new Convolution(4, 3, [3, 5, 5], [1, 1, 1], hasBias: true);
        using var linear = new Linear(7, 3);
        manual_seed(5);
        using var torchs = Conv3d(4, 3, (3, 5, 5), bias: true);
        using var torchsLinear = nn.Linear(7, 3);

        Assert.Equal(Values(torchs), Values(convolution));
        Assert.Equal(Values(torchsLinear), Values(linear));
    }

    [Theory]
    [InlineData(ComputePrecision.Float32, null, null)]
    [InlineData(ComputePrecision.Float32, 6, null)]
    [InlineData(ComputePrecision.BFloat16, null, null)]
    [InlineData(ComputePrecision.BFloat16, 8, null)]
    [InlineData(ComputePrecision.TensorFloat32, 9, null)]
    [InlineData(ComputePrecision.TensorFloat32, null, "Precision TensorFloat32 was asked for on the device cuda:1; only NVIDIA GPUs have it. Use Float32 or BFloat16, or a GPU.")]
    [InlineData(ComputePrecision.BFloat16, 7, "Precision BFloat16 was asked for on the device cuda:1, whose compute capability is 7.x; it must be 8.0 or above (Ampere). Use Float32.")]
    [InlineData(ComputePrecision.TensorFloat32, 7, "Precision TensorFloat32 was asked for on the device cuda:1, whose compute capability is 7.x; it must be 8.0 or above (Ampere). Use Float32.")]
    public void A_device_without_the_precision_is_told(ComputePrecision precision, int? major, string? fault) =>
        Assert.Equal(fault, Devices.Lacks(precision, "cuda:1", major));

    private static string[] Values(Module layer) =>
        [.. layer.state_dict().Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value.shape)}] {string.Join(" ", entry.Value.detach().data<float>().ToArray())}")];

    private static Tensor Learn(Module<Tensor, Tensor> network, JsonElement fixture)
    {
        network.train();
        Tensor features = network.call(WeightPattern.Input(fixture.GetProperty("shape").Longs()));
        float[] direction = Array.ConvertAll(WeightPattern.Values("direction", features.numel()), value => (float)value);
        (features * tensor(direction).view(features.shape)).sum().backward();
        Assert.All(network.parameters(), parameter => Assert.Equal((float32, float32), (parameter.dtype, parameter.grad!.dtype)));
        return features;
    }

    private static void Fill(Module network)
    {
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor> state = network.state_dict();
        foreach ((string name, Tensor values) in WeightPattern.StateOf(state.ToDictionary(entry => entry.Key, entry => entry.Value.shape)))
            state[name].copy_(values);
    }

    private static void AssertGradients(JsonElement fixture, Module network, double tolerance)
    {
        foreach (JsonProperty gradient in fixture.GetProperty("gradients").EnumerateObject())
            AssertNear(gradient.Value, network.get_parameter(gradient.Name)!.grad!.flatten()[..(int)gradient.Value.GetArrayLength()], tolerance);
    }

    // The length of the difference beside that of the numbers.
    private static void AssertNear(JsonElement expected, Tensor found, double tolerance)
    {
        Tensor numbers = tensor(expected.Floats());
        double difference = (found.detach().flatten() - numbers).norm().ToDouble() / numbers.norm().ToDouble();
        Assert.True(difference <= tolerance, $"The numbers differ by {difference:g3} of their length.");
    }
}

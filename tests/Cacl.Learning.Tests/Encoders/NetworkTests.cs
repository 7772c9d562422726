using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class NetworkTests
{
    [Fact]
    public void R3d_turns_clips_into_one_vector_each()
    {
        using ClipNetwork network = R3dArchitecture.Small.Create();
        using Tensor features = network.call(rand([2, 3, 8, 32, 32]));

        Assert.Equal([2, 128], features.shape);
    }

    [Fact]
    public void Paper_transformer_has_as_many_parameters_as_published()
    {
        var paper = new TransformerArchitecture();
        using var transformer = new VideoTransformer(paper, frameFeatureLength: 2048, tokens: 32);
        long head = 768 * 128 + 128;

        Assert.Equal(44.2, (transformer.parameters().Sum(parameter => parameter.numel()) + head) / 1e6, 0.1);
    }

    [Fact]
    public void Transformer_gives_the_numbers_of_PyTorchs_attention_on_the_same_weights()
    {
        JsonElement fixture = Fixture.Read("transformer.json");
        int width = fixture.GetProperty("width").GetInt32(), tokens = fixture.GetProperty("tokens").GetInt32(), features = fixture.GetProperty("features").GetInt32();
        var architecture = new TransformerArchitecture { Depth = 1, Heads = fixture.GetProperty("heads").GetInt32(), Width = width };
        using var transformer = new VideoTransformer(architecture, features, tokens);
        var weights = fixture.GetProperty("weights").EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetProperty("values").Tensor(entry.Value.GetProperty("shape").Longs()));
        transformer.load_state_dict(weights);

        using Tensor read = transformer.call(fixture.GetProperty("x").Tensor(3, tokens, features));

        Fixture.AssertClose(fixture.GetProperty("y").Floats(), read, 1e-4);
    }

    [Fact]
    public void Head_size_of_its_own_needs_no_width_that_heads_divide()
    {
        using var transformer = new VideoTransformer(new TransformerArchitecture { Depth = 2, Heads = 3, HeadSize = 5, Width = 16 }, frameFeatureLength: 6, tokens: 4);
        using Tensor read = transformer.call(rand([2, 4, 6]));

        Assert.Equal([2, 16], read.shape);
        Assert.Equal([3 * 15, 16], transformer.get_parameter("layers.1.queryKeyValue.weight")!.shape);
    }

    [Fact]
    public void Same_seed_gives_the_same_weights()
    {
        Assert.Equal(Weights(7), Weights(7));
        Assert.NotEqual(Weights(7), Weights(8));

        static float[] Weights(int seed)
        {
            manual_seed(seed);
            using ClipNetwork network = R3dArchitecture.Small.Create();
            return network.parameters().First().detach().data<float>().ToArray();
        }
    }
}

using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class EncoderArchitectureTests
{
    public static TheoryData<string> Names => [.. EncoderArchitecture.Names];

    [Theory]
    [InlineData("r3d_18", "R3D-18")]
    [InlineData("mc3_18", "MC3-18")]
    [InlineData("r2plus1d_18", "R(2+1)D-18")]
    [InlineData("R2+1D", "R(2+1)D")]
    [InlineData("c3d", "C3D")]
    public void Name_is_known_in_torchvisions_and_other_spellings(string name, string known) =>
        Assert.Equal(EncoderArchitecture.Named(known), EncoderArchitecture.Named(name));

    [Fact]
    public void Names_give_different_architectures() =>
        Assert.Equal(EncoderArchitecture.Names.Count, EncoderArchitecture.Names.Select(EncoderArchitecture.Named).Distinct().Count());

    [Fact]
    public void Unknown_name_is_refused_with_those_there_are()
    {
        var exception = Assert.Throws<ArgumentException>(() => EncoderArchitecture.Named("r3d_50"));

        Assert.StartsWith("There is no encoder named r3d_50; there are C3D, R3D, R3D-18, R3D-34, MC3-18, R(2+1)D, R(2+1)D-18, Slow-R50, Slow-R152, ResNet-18, ResNet-50.", exception.Message);
    }

    [Fact]
    public void Networks_outlive_the_dispose_scope_in_which_they_were_made()
    {
        ClipNetwork network;
        VideoTransformer transformer;
        using (NewDisposeScope())
        {
            network = new C3dArchitecture { Channels = [2, 2, 2, 2, 2] }.Create();
            transformer = new VideoTransformer(new TransformerArchitecture { Depth = 1, Heads = 1, Width = 4 }, 3, 2);
        }

        Assert.All(network.state_dict().Concat(transformer.state_dict()), entry => Assert.True(entry.Value.numel() > 0, entry.Key));
        network.Dispose();
        transformer.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bound_of_the_weights_is_close_and_below_them(string name)
    {
        EncoderArchitecture architecture = EncoderArchitecture.Named(name);
        if (architecture is SlowArchitecture slow)
            architecture = slow with { Channels = [8, 16, 32, 64] };   // like the others in a tenth of the time
        using ClipNetwork network = architecture.Create();

        long weights = network.parameters().Sum(values => values.numel());

        Assert.InRange(architecture.FewestWeights, weights / 10, weights);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_come_back_from_their_text(string name)
    {
        var settings = new EncoderSettings
        {
            Architecture = EncoderArchitecture.Named(name) with { Normalization = PixelNormalization.Kinetics400 },
            Clips = new ClipOptions(),
            BackgroundSubtraction = true,
            EmbedClips = 3,
        };

        Assert.Equal(settings, EncoderSettings.FromJson(settings.ToJson()));
    }

    [Theory]
    [InlineData("C3D", 1, 7)]
    [InlineData("R3D", 1, 7)]
    [InlineData("R(2+1)D", 1, 7)]
    public void Last_maps_pool_to_9216_features_for_the_papers_clips(string name, long frames, long edge)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using ClipNetwork network = EncoderArchitecture.Named(name).Create();
        network.eval();
        Tensor clip = rand([1, 3, 8, 112, 112]);

        Tensor maps = network.Maps(clip);

        Assert.Equal([1, 512, frames, edge, edge], maps.shape);   // of 8 frames; 16 have twice as many
        Assert.Equal(9216, 2 * maps.shape[1] * (edge / 2) * (edge / 2));
        Assert.True((network.call(clip) - maps.mean([2, 3, 4])).abs().max().item<float>() < 1e-6f);
    }

    [Theory]
    [InlineData("Slow-R50", 50, 31_672_128)]
    [InlineData("Slow-R152", 152, 82_036_544)]
    public void Slow_pathway_has_the_layers_of_its_name_and_the_parameters_of_the_paper(string name, int layers, long parameters)
    {
        var full = (SlowArchitecture)EncoderArchitecture.Named(name);
        SlowArchitecture narrow = full with { Channels = [2, 3, 4, 5] };
        using ClipNetwork network = narrow.Create();

        // Convolutions beside the shortcuts', and the classifier that the count includes.
        Assert.Equal(layers - 1, network.named_parameters().Count(entry => entry.parameter.dim() == 5 && !entry.name.Contains("downsample", StringComparison.Ordinal)));
        Assert.Equal(Count(narrow), network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(parameters, Count(full));   // without 400 classes of 2049 weights each

        // Three convolutions a block with batch norm's two numbers a channel, and a shortcut in each stage's first.
        static long Count(SlowArchitecture shape)
        {
            long count = 3L * shape.Channels[0] * shape.StemFrames * 49 + 2 * shape.Channels[0];
            long given = shape.Channels[0];
            for (int stage = 0; stage < shape.Channels.Count; stage++)
            {
                long within = shape.Channels[stage], to = 4 * within;
                for (int block = 0; block < shape.Blocks[stage]; block++)
                {
                    count += given * within * shape.BlockFrames[stage] + 9 * within * within + within * to + 2 * (within + within + to);
                    count += block == 0 ? given * to + 2 * to : 0;
                    given = to;
                }
            }

            return count;
        }
    }

    [Fact]
    public void Normalization_is_by_colour()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clips = rand([2, 3, 2, 4, 4]);

        Tensor result = PixelNormalization.ImageNet.Apply(clips);

        Assert.True((result.select(1, 1) - (clips.select(1, 1) - 0.456) / 0.224).abs().max().item<float>() < 1e-5f);
        Assert.Equal(clips.data<float>().ToArray(), PixelNormalization.None.Apply(clips).data<float>().ToArray());
    }

    [Fact]
    public void Normalizing_network_is_the_plain_one_on_normalized_clips()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using ClipNetwork plain = R3dArchitecture.Small.Create();
        manual_seed(3);
        using ClipNetwork normalizing = (R3dArchitecture.Small with { Normalization = PixelNormalization.Kinetics400 }).Create();
        Tensor clips = rand([2, 3, 4, 16, 16]);

        Tensor expected = plain.call(PixelNormalization.Kinetics400.Apply(clips));

        Assert.Equal(expected.data<float>().ToArray(), normalizing.call(clips).data<float>().ToArray());
    }

    [Fact]
    public void Every_fault_of_a_shape_is_reported()
    {
        CaclOptions options = CaclOptions.Small with
        {
            Encoder = new R3dArchitecture { StemKernelSize = 4, Channels = [8, 0], Blocks = [1] },
            Transformer = new TransformerArchitecture { Heads = 5, HeadSize = 0, Frames = new FrameArchitecture { StemKernelSize = 2 } },
        };

        string message = Assert.Throws<ArgumentException>(options.Validate).Message;

        Assert.Equal(
            "CaclOptions: Encoder.StemKernelSize is 4; it must be an odd number from 1 to 31. "
            + "Encoder has 2 Channels and 1 Blocks; it needs as many of the one as of the other, and at least one. "
            + "Encoder.Channels is [8, 0]; every entry must be from 1 to 4096. "
            + "Transformer.HeadSize is 0; it must be null, or from 1 to 16384. "
            + "Transformer.Frames.StemKernelSize is 2; it must be an odd number from 1 to 31.", message);
        Assert.Contains("Channels is [1, 2]; it needs 5 entries", Assert.Throws<ArgumentException>((CaclOptions.Small with { Encoder = new C3dArchitecture { Channels = [1, 2] } }).Validate).Message);
    }

    [Theory]
    [InlineData("C3D")]
    [InlineData("R3D")]
    [InlineData("R(2+1)D")]
    [InlineData("Slow-R50")]
    public void Evaluation_keeps_no_tensor_but_the_features_and_disposal_none(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ClipNetwork network = EncoderArchitecture.Named(name).Create();
        network.eval();
        Tensor weight = network.parameters().First();
        Tensor clip = rand([1, 3, 8, 16, 16]);
        using (no_grad())
        {
            int before = scope.DisposablesCount;
            Tensor features = network.call(clip);
            Assert.Equal(before + 1, scope.DisposablesCount);
            features.Dispose();
        }

        network.Dispose();
        Assert.True(weight.IsInvalid);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>Runs whose products are taken in bfloat16, on the CPU.</summary>
public class PrecisionTests
{
    private static readonly CaclOptions DegreeAlone = MovingClips.Options with { ContrastWeight = 0, Steps = 80, LearningRate = 5e-3 };

    public static TheoryData<string> Methods => ["degree", "cvrl"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_run_in_bfloat16_learns_what_a_run_in_single_precision_does(string method)
    {
        (PretrainingOptions options, double fall) = method == "degree"
            ? (DegreeAlone, 0.1)
            : ((PretrainingOptions)(CvrlObjectiveTests.Options with { Steps = 60, LearningRate = 5e-3 }), 0.5);
        double[] single = Losses(options), rounded = Losses(options with { Precision = ComputePrecision.BFloat16 });

        Assert.NotEqual(single, rounded);
        Assert.Equal(single[0], rounded[0], 0.02 * single[0]);
        Assert.True(rounded[..10].Average() - rounded[^10..].Average() > fall, $"The loss went from {rounded[..10].Average()} to {rounded[^10..].Average()}.");
        Assert.Equal(single[^10..].Average(), rounded[^10..].Average(), 0.1 * single[..10].Average());
    }

    [Theory]
    [MemberData(nameof(QuickMethods.Names), MemberType = typeof(QuickMethods))]
    public void A_run_in_bfloat16_leaves_everything_in_single_precision(string method)
    {
        PretrainingOptions options = QuickMethods.All[method] with { Steps = 2, Precision = ComputePrecision.BFloat16 };
        using TrainingResult result = QuickMethods.TrainOnClips(options), again = QuickMethods.TrainOnClips(options);

        Assert.All(result.History, step => Assert.True(double.IsFinite(step.Loss)));
        Assert.All(result.Objective.State, part => Assert.True(part.Values.dtype is ScalarType.Float32 or ScalarType.Int64, part.Name));
        Assert.All(
            result.Objective.Networks.SelectMany(entry => entry.Network.modules()).OfType<ITensorCoreLayer>(), layer => Assert.Equal(default, layer.TensorCores));
        Assert.Equal(result.History.Select(step => step.Loss), again.History.Select(step => step.Loss));
    }

    [Fact]
    public void Weights_change_by_less_than_bfloat16_can_tell_apart()
    {
        CaclOptions still = DegreeAlone with { Steps = 1, LearningRate = 1e-9, WarmupSteps = 0, WeightDecay = 0, Precision = ComputePrecision.BFloat16 };
        Tensor before = WeightOf(still), after = WeightOf(still with { LearningRate = 1e-6 });

        Assert.True((after - before).abs().max().ToDouble() > 0);
        Assert.True((after.to(bfloat16) - before.to(bfloat16)).ne(0).to(float32).mean().ToDouble() < 0.05, "Most changes are lost in bfloat16.");
        Assert.True((after - before).ne(0).to(float32).mean().ToDouble() > 0.5, "Single precision keeps most of them.");
    }

    [Fact]
    public void Tf32_on_a_CPU_is_refused_before_a_video_is_read()
    {
        CaclOptions options = MovingClips.Options with { Precision = ComputePrecision.TensorFloat32 };

        Assert.Equal(
            "Precision TensorFloat32 was asked for on the device cpu; only NVIDIA GPUs have it. Use Float32 or BFloat16, or a GPU.",
            Assert.Throws<NotSupportedException>(() => new CaclTrainer(options).Train(["/no/such/video.mp4"])).Message);
    }

    [Fact]
    public void A_precision_that_is_none_is_told()
    {
        string message = Assert.Throws<ArgumentException>(() => new CaclTrainer(MovingClips.Options with { Precision = (ComputePrecision)7 })).Message;

        Assert.Equal("CaclOptions: Precision is 7; it must be one of Float32, TensorFloat32, BFloat16.", message);
    }

    [Fact]
    public void What_gpus_may_round_is_as_before_when_its_scope_ends()
    {
        (bool, bool) before = (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32);
        using (new TensorFloat32(isAllowed: true))
        {
            Assert.Equal((true, true), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
            using (new TensorFloat32(isAllowed: false))
                Assert.Equal((false, false), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        }

        Assert.Equal(before, (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
    }

    [Fact]
    public void What_gpus_may_round_is_as_before_when_scopes_of_several_threads_have_ended_in_any_order()
    {
        (bool, bool) before = (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32);
        TensorFloat32 first = new(isAllowed: true), second = new(isAllowed: false), third = new(isAllowed: true);

        Assert.Equal((false, false), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        first.Dispose();
        Assert.Equal((false, false), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        second.Dispose();
        second.Dispose();
        Assert.Equal((true, true), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        third.Dispose();
        Assert.Equal(before, (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
    }

    private static double[] Losses(PretrainingOptions options)
    {
        using TrainingResult result = new VideoTrainer(options with { ClipIntervals = null }).Train(MovingClips.Make(24), MovingClips.Size);
        return [.. result.History.Select(progress => progress.Loss)];
    }

    private static Tensor WeightOf(CaclOptions options)
    {
        using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(12), MovingClips.Size);
        return ((nn.Module)result.Encoder.Network).get_parameter("layer1.0.conv1.0.weight")!.detach().clone();
    }
}

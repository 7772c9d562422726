using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class CaclTrainerTests
{
    [Fact]
    public void Same_seed_gives_the_same_losses_and_vectors_and_another_seed_others()
    {
        (double[] Losses, float[] Vector) first = Run(1), again = Run(1), other = Run(2);

        Assert.Equal(first.Losses, again.Losses);
        Assert.Equal(first.Vector, again.Vector);
        Assert.NotEqual(first.Losses, other.Losses);

        static (double[], float[]) Run(int seed)
        {
            List<byte[]> clips = MovingClips.Make(10);
            using TrainingResult result = new CaclTrainer(MovingClips.Options with { Seed = seed }).Train(clips, MovingClips.Size);
            return ([.. result.History.Select(progress => progress.Loss)], result.Encoder.EmbedClip(clips[0], MovingClips.Size));
        }
    }

    [Theory]
    [InlineData(CaclPositives.All, CaclNegatives.PerArchitecture)]
    [InlineData(CaclPositives.All, CaclNegatives.Shared)]
    [InlineData(CaclPositives.All, CaclNegatives.EachSide)]
    [InlineData(CaclPositives.QueryKey, CaclNegatives.Shared)]
    [InlineData(CaclPositives.QueryTransformerQuery, CaclNegatives.PerArchitecture)]
    public void Every_choice_of_pairs_and_negatives_reports_its_terms(CaclPositives positives, CaclNegatives negatives)
    {
        CaclOptions options = MovingClips.Options with { Positives = positives, Negatives = negatives, Steps = 2 };
        using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(8), MovingClips.Size);

        IReadOnlyDictionary<string, double> metrics = result.History[^1].Metrics;
        foreach (CaclPositives pair in Enum.GetValues<CaclPositives>().Where(pair => pair != CaclPositives.All))
            Assert.Equal(positives.HasFlag(pair), metrics.ContainsKey($"loss{pair}"));
        double contrast = metrics.Where(metric => metric.Key.StartsWith("loss", StringComparison.Ordinal)).Average(metric => metric.Value);
        Assert.Equal(contrast + metrics["degreeLoss"], result.History[^1].Loss, 1e-4);
    }

    [Fact]
    public void Degree_loss_falls_on_moving_clips()
    {
        CaclOptions options = MovingClips.Options with { ContrastWeight = 0, Steps = 80, LearningRate = 5e-3 };
        using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(24), MovingClips.Size);

        double begin = result.History.Take(10).Average(progress => progress.Metrics["degreeLoss"]);
        double end = result.History.TakeLast(10).Average(progress => progress.Metrics["degreeLoss"]);
        Assert.True(end < begin - 0.1, $"The loss went from {begin} to {end}.");
    }

    [Fact]
    public void Frame_network_with_weights_of_its_own_is_not_trained_and_decides_what_the_transformer_learns()
    {
        string path = Path.Combine(Path.GetTempPath(), $"cacl-{Guid.NewGuid():N}.safetensors");
        double[] Losses(int seed)
        {
            manual_seed(seed);
            using var frames = new FrameNetwork(MovingClips.Options.Transformer.Frames);
            Safetensors.Write(path, frames.state_dict());
            CaclOptions options = MovingClips.Options with { Transformer = MovingClips.Options.Transformer with { FrameWeights = path } };
            using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(8), MovingClips.Size);
            Assert.DoesNotContain(result.History, progress => progress.Stage == "frame-moco");
            return [.. result.History.Select(progress => progress.Metrics["lossTransformerQueryTransformerKey"])];
        }

        try
        {
            Assert.Equal(Losses(1), Losses(1));
            Assert.NotEqual(Losses(1), Losses(2));
        }
        finally
        {
            File.Delete(path);
        }

        CaclOptions missing = MovingClips.Options with { Transformer = MovingClips.Options.Transformer with { FrameWeights = path } };
        Assert.Equal($"CaclOptions: Transformer.FrameWeights is {path}; there is no such file.", Assert.Throws<ArgumentException>(missing.Validate).Message);
    }

    [Fact]
    public void Epochs_of_warm_up_are_the_methods_own_and_not_the_frame_stages()
    {
        CaclOptions options = MovingClips.Options with { WarmupSteps = 0, Steps = 2 };

        Assert.Equal(Rates(options, "frame-moco"), Rates(options with { WarmupEpochs = 5 }, "frame-moco"));
        Assert.NotEqual(Rates(options, "cacl"), Rates(options with { WarmupEpochs = 5 }, "cacl"));

        static double[] Rates(CaclOptions options, string stage)
        {
            using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(8), MovingClips.Size);
            return [.. result.History.Where(step => step.Stage == stage).Select(step => step.LearningRate)];
        }
    }

    [Fact]
    public void Cancelled_run_gives_what_was_learned_so_far()
    {
        using var cancel = new CancellationTokenSource();
        CaclOptions options = MovingClips.Options with
        {
            Steps = 1000,
            Cancellation = cancel.Token,
            Progress = new Listener<TrainingProgress>(progress =>
            {
                if (progress is { Stage: "cacl", Step: 3 })
                    cancel.Cancel();
            }),
        };
        using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(8), MovingClips.Size);

        Assert.True(result.Stopped);
        Assert.Equal(3, result.History[^1].Step);
        Assert.Equal(16, result.Encoder.EmbedClip(MovingClips.Make(1)[0], MovingClips.Size).Length);
    }

    [Fact]
    public void Untrained_network_has_the_initial_weights_and_the_statistics_of_the_videos()
    {
        List<byte[]> clips = MovingClips.Make(8);
        using TrainingResult untrained = new CaclTrainer(MovingClips.Options with { Steps = 0 }).Train(clips, MovingClips.Size);
        using TrainingResult trained = new CaclTrainer(MovingClips.Options).Train(clips, MovingClips.Size);

        Assert.Empty(untrained.History);
        Assert.NotEqual(trained.Encoder.EmbedClip(clips[0], MovingClips.Size), untrained.Encoder.EmbedClip(clips[0], MovingClips.Size));
        manual_seed(MovingClips.Options.Seed);
        using ClipNetwork initial = MovingClips.Options.Encoder.Create();
        string path = Path.Combine(Path.GetTempPath(), $"cacl-{Guid.NewGuid():N}.safetensors");
        untrained.Encoder.Save(path);
        Dictionary<string, Tensor> saved = Safetensors.Read(path, out _);
        File.Delete(path);
        foreach ((string name, Tensor values) in initial.state_dict())
            Assert.Equal(!name.Contains("running_") && !name.Contains("num_batches"), values.eq(saved[name]).all().item<bool>());
    }

    [Fact]
    public void One_clip_alone_is_refused_when_there_is_contrast()
    {
        var exception = Assert.Throws<InvalidDataException>(() => new CaclTrainer(MovingClips.Options).Train(MovingClips.Make(1), MovingClips.Size));

        Assert.Equal("Only 1 video can be used (0 skipped); contrast needs at least 2 to tell apart.", exception.Message);
    }

    [Theory]
    [MemberData(nameof(QuickMethods.Names), MemberType = typeof(QuickMethods))]
    public void Memory_does_not_grow_with_steps(string method)
    {
        var live = new List<long>();
        PretrainingOptions options = QuickMethods.All[method] with { Steps = 50, Progress = new Listener<TrainingProgress>(_ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount)) };
        QuickMethods.TrainOnClips(options).Dispose();

        Assert.Equal(live[^31], live[^1]);
    }
}

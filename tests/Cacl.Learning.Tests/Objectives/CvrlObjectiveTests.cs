using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class CvrlObjectiveTests(ClassVideos videos) : IClassFixture<ClassVideos>
{
    /// <summary>Options that learn something in a second.</summary>
    internal static CvrlOptions Options { get; } = CvrlOptions.Small with
    {
        Clips = MovingClips.Options.Clips,
        Encoder = MovingClips.Options.Encoder,
        HeadWidth = 32,
        EmbeddingLength = 16,
        BatchSize = 8,
        Steps = 6,
        WarmupSteps = 2,
    };

    [Fact]
    public void Loss_and_gradient_equal_PyTorchs()
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement fixture = Fixture.Read("cvrl.json");
        int n = fixture.GetProperty("n").GetInt32(), d = fixture.GetProperty("d").GetInt32();
        Tensor first = fixture.GetProperty("first").Tensor(n, d).requires_grad_(), second = fixture.GetProperty("second").Tensor(n, d).requires_grad_();

        Tensor loss = NtXent.Loss(InfoNce.Normalize(first), InfoNce.Normalize(second), fixture.GetProperty("temperature").GetDouble());
        loss.backward();

        Assert.Equal(fixture.GetProperty("loss").GetDouble(), loss.ToDouble(), 1e-5);
        Fixture.AssertClose(fixture.GetProperty("firstGradient").Floats(), first.grad!);
        Fixture.AssertClose(fixture.GetProperty("secondGradient").Floats(), second.grad!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loss_equals_a_loop_taken_from_the_papers_formula_with_and_without_own_videos(bool mask)
    {
        using DisposeScope scope = NewDisposeScope();
        const double temperature = 0.2;
        long[] own = [4, 7, 4];   // the first and the last row are of one video
        var random = new Generator(5);
        Tensor first = InfoNce.Normalize(rand([3, 4], generator: random) - 0.5), second = InfoNce.Normalize(rand([3, 4], generator: random) - 0.5);
        float[][] z = [.. cat([first, second], 0).data<float>().ToArray().Chunk(4)];

        double expected = 0;
        for (int i = 0; i < 6; i++)
        {
            int other = (i + 3) % 6;
            double sum = 0;
            for (int k = 0; k < 6; k++)
            {
                if (k != i && (k == other || !mask || own[k % 3] != own[i % 3]))
                    sum += Math.Exp(Dot(z[i], z[k]) / temperature);
            }

            expected += -Math.Log(Math.Exp(Dot(z[i], z[other]) / temperature) / sum) / 3;
        }

        Assert.Equal(expected, NtXent.Loss(first, second, temperature, mask ? tensor(own) : null).ToDouble(), 1e-5);

        static double Dot(float[] left, float[] right) => left.Zip(right, (x, y) => (double)x * y).Sum();
    }

    [Fact]
    public void Vectors_that_are_all_alike_lose_the_logarithm_of_the_others_in_each_direction()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor alike = InfoNce.Normalize(ones(8, 5));

        Assert.Equal(2 * Math.Log(15), NtXent.Loss(alike, alike, 0.1).ToDouble(), 1e-5);
    }

    [Fact]
    public void Head_gives_PyTorchs_numbers_in_training()
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement fixture = Fixture.Read("cvrl.json");
        using var head = new ProjectionHead(fixture.GetProperty("d").GetInt32(), 4, 2, 3);
        using (no_grad())
        {
            foreach ((int i, TorchSharp.Modules.Parameter parameter) in head.parameters().Index())
                parameter.copy_(((arange(parameter.numel(), dtype: float64) + i) * 0.7).sin().view(parameter.shape));
        }

        Tensor features = fixture.GetProperty("first").Tensor(fixture.GetProperty("n").GetInt32(), fixture.GetProperty("d").GetInt32()).requires_grad_();
        Tensor projected = head.call(features);
        projected.square().sum().backward();

        Fixture.AssertClose(fixture.GetProperty("projected").Floats(), projected, 1e-4);
        Fixture.AssertClose(fixture.GetProperty("featuresGradient").Floats(), features.grad!, 1e-3);
    }

    [Fact]
    public void Loss_falls_on_videos()
    {
        CvrlOptions options = Options with { Steps = 80, LearningRate = 5e-3, ClipIntervals = ClipIntervalDistribution.Decreasing };
        using TrainingResult result = new VideoTrainer(options).Train(Paths);

        double begin = result.History.Take(10).Average(progress => progress.Loss), end = result.History.TakeLast(10).Average(progress => progress.Loss);
        Assert.True(end < begin - 0.5, $"The loss went from {begin} to {end}.");
        Assert.Equal("cvrl", result.History[0].Stage);
        Assert.Null(result.DegreeClassifier);
        Assert.Null(result.PositivePairs);
        Assert.Equal(16, result.Encoder.Embed(Paths[0]).Length);
    }

    [Fact]
    public void Loss_is_that_of_two_clips_of_each_video_seen_by_encoder_and_head_together()
    {
        using DisposeScope scope = NewDisposeScope();
        using ClipNetwork encoder = Options.Encoder.Create();
        using var objective = new CvrlObjective(encoder, Options, CPU);
        using var source = new VideoClipSource(Paths, Options);
        using var loader = new BatchLoader(
            source, Options.Clips, Options.AugmentationsOf(objective.Views), ShuffleSampling.UniformDegree, 3, 6, 1, 1, Options.ClipIntervals);
        var batch = new ClipBatch(loader.Next(TestContext.Current.CancellationToken)!, CPU, Options.BackgroundSubtraction);

        StepLoss loss = objective.Loss(batch, 0);
        foreach ((string _, nn.Module network) in objective.Networks)
            network.train();
        Tensor both = cat([batch.View(0), batch.View(1)], 0);
        Tensor z = InfoNce.Normalize(((ProjectionHead)objective.Trained[1]).call(encoder.call(both)));

        Assert.Equal(NtXent.Loss(z.narrow(0, 0, 6), z.narrow(0, 6, 6), Options.Temperature, batch.Videos).ToDouble(), loss.Total.ToDouble(), 1e-5);
        Assert.NotEqual(batch.View(0).data<float>().ToArray(), batch.View(1).data<float>().ToArray());
        Assert.InRange(loss.Metrics["contrastAccuracy"].ToDouble(), 0, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_clip_of_the_own_video_is_found_where_the_others_are_no_negatives(bool mask)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        using ClipNetwork encoder = Options.Encoder.Create();
        using var objective = new CvrlObjective(encoder, Options with { MaskOwnVideo = mask }, CPU);
        using var source = new ColumnClipSource(MovingClips.Make(6), MovingClips.Size, Options.Clips);
        using var loader = new BatchLoader(source, Options.Clips, Options.AugmentationsOf(2), ShuffleSampling.UniformDegree, 3, 6, 1, 1);
        HostBatch host = loader.Next(TestContext.Current.CancellationToken)!;

        StepLoss loss = objective.Loss(new ClipBatch(host with { Videos = [4, 4, 4, 4, 4, 4] }, CPU, Options.BackgroundSubtraction), 0);

        Assert.Equal(mask, loss.Metrics["contrastAccuracy"].ToDouble() == 1);
    }

    [Fact]
    public void Each_ablation_of_the_paper_trains_and_gives_other_numbers()
    {
        CvrlOptions plain = Options with { Steps = 1 };
        CvrlOptions[] ablations =
        [
            plain, plain.WithPerFrameAugmentation(), plain with { ClipIntervals = null },
            plain with { ClipIntervals = ClipIntervalDistribution.Uniform }, plain with { ClipIntervals = ClipIntervalDistribution.Increasing },
            plain with { ClipIntervals = ClipIntervalDistribution.Truncated },
        ];

        double[] losses = [.. ablations.Select(options =>
        {
            using TrainingResult result = new VideoTrainer(options).Train(Paths);
            return result.History[0].Loss;
        })];

        Assert.Equal(losses.Length, losses.Distinct().Count());
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void Protocol_measures_a_run_and_its_untrained_twin_by_what_the_method_has()
    {
        using TrainingResult trained = new VideoTrainer(Options with { Steps = 2 }).Train(Paths);

        EvaluationResult result = videos.Protocol.Evaluate(trained, new EvaluationOptions { ClipsPerVideo = 2, K = [1] });

        Assert.Null(result.Trained.ShuffleDegree);
        Assert.Null(result.Trained.PositivePairs);
        Assert.NotEqual(result.Trained.Neighbours[0].Nearest[0].Similarity, result.Untrained!.Neighbours[0].Nearest[0].Similarity);
        Assert.Contains("linear probe", result.ToTable());
    }

    [Theory]
    [InlineData("cvrl")]
    [InlineData("vcop")]
    [InlineData("playback-rate")]
    public void Untrained_encoder_is_the_same_whatever_the_method(string method)
    {
        // Learning the tasks would need clips of 22 and 41 frames; the videos have 12.
        PretrainingOptions options = method switch { "vcop" => VcopOptions.Small, "playback-rate" => PlaybackRateOptions.Small with { Rates = [1, 8] }, _ => Options };
        CaclOptions shared = MovingClips.Options;
        options = options with { Steps = 0, Clips = shared.Clips, Encoder = shared.Encoder, Augmentation = shared.Augmentation, BatchSize = 2 * shared.BatchSize, Accumulate = 2 };
        using TrainingResult other = new VideoTrainer(options).Train(Paths);
        using TrainingResult cacl = new CaclTrainer(shared with { Steps = 0 }).Train(Paths);

        Assert.Empty(other.Skipped);
        Assert.Equal(cacl.Encoder.Embed(Paths[0]), other.Encoder.Embed(Paths[0]));
        Assert.Equal(("", 0), (other.Encoder.Settings.Method, other.Encoder.Settings.TrainingVideos));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Ready_clips_need_both_views_from_one_clip(int steps)
    {
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => new VideoTrainer(Options with { Steps = steps }).Train(MovingClips.Make(8), MovingClips.Size));

        Assert.Equal("ClipIntervals is Decreasing; ready clips hold one clip of each video. Train on files, or set it to null.", exception.Message);
    }

    private string[] Paths => [.. videos.Train.Select(video => video.Path)];
}

using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>What CACL can take over from its siblings: CycleContrast's cycle, and CVRL's distant clips as keys.</summary>
public sealed class CaclMixtureTests : IDisposable
{
    private const int FramesOfVideo = 40;

    private static readonly CaclOptions Options = MovingClips.Options with
    {
        Clips = FadingClips.Clips, Augmentation = FadingClips.Plain, BackgroundSubtraction = false, DegreeHeadDropout = 0, BatchSize = 6,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("cacl-mixture-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(CaclNegatives.Shared)]
    [InlineData(CaclNegatives.PerArchitecture)]
    public void Cycle_adds_its_weighted_loss_over_the_queue_of_the_cnn(CaclNegatives negatives)
    {
        using DisposeScope scope = NewDisposeScope();
        CaclOptions without = Options with { Negatives = negatives, ContrastWeight = 0.5 }, with = without with { CycleWeight = 0.3, CycleCandidateShare = 0.4 };
        using CaclObjective plain = Make(without), mixed = Make(with);
        ClipBatch batch = Batch(with, null);

        StepLoss expected = plain.Loss(batch, 0.5), found = mixed.Loss(batch, 0.5);

        // The vectors of both sides, which the networks give in training mode as they did within the step.
        var cnn = (CaclCnn)mixed.Networks.Single(network => network.Name == "cnn").Network;
        var twin = (CaclCnn)mixed.Networks.Single(network => network.Name == "cnn-twin").Network;
        Tensor q = cnn.call(WithTwins(batch, 0)), k = twin.call(WithTwins(batch, 1));
        var random = new SampleRandom(batch.Random, 0, 0);
        KeyQueue queue = mixed.Queues.Single(entry => entry.Name == "cnn").Queue;
        Tensor candidates = tensor(CycleConsistency.DrawCandidates(queue.Size, 0.4, ref random));
        (Tensor cycle, Tensor accuracy) = CycleConsistency.Loss(q, k, queue, candidates, batch.Videos, with.MaskOwnVideo, with.Temperature);
        Assert.Equal(cycle.ToDouble(), found.Metrics["cycleLoss"].ToDouble(), 1e-4);
        Assert.Equal(accuracy.ToDouble(), found.Metrics["cycleAccuracy"].ToDouble(), 1e-6);
        Assert.Equal(expected.Total.ToDouble() + 0.5 * 0.3 * cycle.ToDouble(), found.Total.ToDouble(), 1e-4);
        Assert.False(expected.Metrics.ContainsKey("cycleLoss"));
    }

    [Fact]
    public void Runs_learn_with_both_mixtures_at_once_and_report_the_cycle()
    {
        string[] videos = FadingClips.Write(folder, 8, FramesOfVideo);
        CaclOptions options = Options with { CycleWeight = 0.1, ClipIntervals = ClipIntervalDistribution.Decreasing, Steps = 3 };

        using TrainingResult result = new CaclTrainer(options).Train(videos);

        Assert.All(result.History.Where(step => step.Stage == CaclObjective.StageName), step => Assert.Contains("cycleLoss", step.Metrics.Keys));
        Assert.Equal(3, result.History[^1].Step);
    }

    [Fact]
    public void Keys_are_of_a_clip_that_lies_as_far_away_as_the_intervals_say()
    {
        string[] videos = FadingClips.Write(folder, 6, FramesOfVideo);
        CaclOptions options = Options with { ClipIntervals = ClipIntervalDistribution.Decreasing };
        const int farthest = FramesOfVideo - 4;
        var distances = new List<double>();
        using var source = new VideoClipSource(videos, options);
        using var loader = new BatchLoader(source, options.Clips, options.AugmentationsOf(2), ShuffleSampling.UniformDegree, 1, 6, 40, 2, options.ClipIntervals);
        for (int i = 0; i < 40; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            var batch = new ClipBatch(loader.Next(TestContext.Current.CancellationToken)!, CPU, subtractBackground: false);
            // All frames grow brighter at the same speed: how much brighter the second view is tells how much later it is.
            Tensor brighter = batch.View(1).mean([1, 2, 3, 4]) - batch.View(0).mean([1, 2, 3, 4]);
            distances.AddRange(brighter.data<float>().Select(value => value * 255.0 * FramesOfVideo / 100));
        }

        Assert.Equal(farthest / 3.0, distances.Average(Math.Abs), 2.0);   // a third of the farthest, within four deviations of 240 draws
        Assert.InRange(distances.Max(Math.Abs), 4 + 1, farthest + 1);
        Assert.InRange(distances.Count(distance => distance > 0), 80, 160);
    }

    [Fact]
    public void Queries_read_the_one_clip_and_keys_of_both_encoders_the_other()
    {
        using DisposeScope scope = NewDisposeScope();
        string[] videos = FadingClips.Write(folder, 6, FramesOfVideo);
        CaclOptions options = Options with { ClipIntervals = ClipIntervalDistribution.Increasing };
        using CaclObjective objective = Make(options);
        ClipBatch far = Batch(options, videos);

        IReadOnlyDictionary<CaclPositives, (Tensor Left, Tensor Right)> pairs = objective.PairsOf(far);

        Dictionary<string, nn.Module> networks = objective.Networks.ToDictionary(entry => entry.Name, entry => entry.Network);
        float[] query = Values(((CaclCnn)networks["cnn"]).call(WithTwins(far, 0))), key = Values(((CaclCnn)networks["cnn-twin"]).call(WithTwins(far, 1)));
        Assert.Equal(query, Values(pairs[CaclPositives.QueryKey].Left));
        Assert.Equal(key, Values(pairs[CaclPositives.QueryKey].Right));
        Assert.NotEqual(key, Values(((CaclCnn)networks["cnn-twin"]).call(WithTwins(far, 0))));
        Assert.NotEqual(Values(pairs[CaclPositives.TransformerQueryTransformerKey].Left), Values(pairs[CaclPositives.TransformerQueryTransformerKey].Right));
    }

    [Fact]
    public void Every_fault_of_the_cycle_is_in_one_message() => Assert.Equal(
        "CaclOptions: CycleWeight is -1; it must be from 0 to 1000. QueueSize is 1; it must be at least 2 when CycleWeight is not 0. "
        + "CycleCandidateShare is 1; it must be above 0 and below 1.",
        Assert.Throws<ArgumentException>((CaclOptions.Small with { CycleWeight = -1, QueueSize = 1, CycleCandidateShare = 1 }).Validate).Message);

    private static CaclObjective Make(CaclOptions options)
    {
        manual_seed(9);
        var cnn = new CaclCnn(options.Encoder.Create(), options);
        var head = new ShuffleDegreeHead(options.Encoder.FeatureLength, options.DegreeHeadWidth, 0, ShuffleDegree.ClassCount(options.Clips.Frames));
        return new CaclObjective(cnn, head, new FrameNetwork(options.Transformer.Frames), options, CPU);
    }

    private static ClipBatch Batch(CaclOptions options, string[]? videos)
    {
        using ClipSource source = videos is null ? new ColumnClipSource(FadingClips.Make(6, 4), FadingClips.Size, options.Clips) : new VideoClipSource(videos, options);
        using var loader = new BatchLoader(source, options.Clips, options.AugmentationsOf(2), ShuffleSampling.UniformDegree, 1, 6, 1, 1, options.ClipIntervals);
        return new ClipBatch(loader.Next(default)!, CPU, subtractBackground: false);
    }

    private static Tensor WithTwins(ClipBatch batch, int view) => cat([batch.View(view), ClipBatch.ShuffleClips(batch.View(view), batch.Orders)], 0);

    private static float[] Values(Tensor values) => values.detach().data<float>().ToArray();
}

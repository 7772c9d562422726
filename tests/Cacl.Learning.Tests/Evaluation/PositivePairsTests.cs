using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class PositivePairsTests(ClassVideos videos) : IClassFixture<ClassVideos>
{
    private static readonly CaclPositives[] All = [CaclPositives.QueryKey, CaclPositives.QueryTransformerQuery, CaclPositives.QueryTransformerKey, CaclPositives.TransformerQueryTransformerKey];

    [Fact]
    public void Means_are_those_of_plain_loops_over_the_clips()
    {
        CaclOptions options = MovingClips.Options with { Steps = 3, BatchSize = 4, BackgroundSubtraction = true };
        List<byte[]> clips = MovingClips.Make(7);
        using TrainingResult result = new CaclTrainer(options).Train(clips, MovingClips.Size);
        using var source = new ColumnClipSource(MovingClips.Make(3), MovingClips.Size, options.Clips);

        PositivePairMetrics metrics = result.PositivePairs!.Measure(source, options.Clips, 2, 9, TestContext.Current.CancellationToken);

        // The same six clips again, in batches of four, of which the last two of the second belong to a third round.
        var left = new Dictionary<CaclPositives, List<(long Video, int Batch, float[] Left, float[] Right)>>();
        using var loader = new BatchLoader(source, options.Clips, options.AugmentationsOf(2), options.ShuffleSampling, 9, 4, 2, 1);
        for (int at = 0; at < 2; at++)
        {
            using DisposeScope scope = NewDisposeScope();
            var batch = new ClipBatch(loader.Next(TestContext.Current.CancellationToken)!, CPU, options.BackgroundSubtraction);
            foreach ((CaclPositives pair, (Tensor q, Tensor k)) in result.PositivePairs.Objective.PairsOf(batch))
            {
                if (!left.ContainsKey(pair))
                    left[pair] = [];
                for (int clip = 0; clip < (at == 0 ? 4 : 2); clip++)
                    left[pair].Add((batch.Videos[clip].item<long>(), at, q[clip].data<float>().ToArray(), k[clip].data<float>().ToArray()));
            }
        }

        Assert.Equal(All, metrics.Positives.Keys.Order());
        Assert.Equal(6, metrics.Clips);
        foreach (CaclPositives pair in All)
        {
            Assert.Equal(left[pair].Average(clip => Dot(clip.Left, clip.Right)), metrics.Positives[pair], 1e-5);
            var others = left[pair].SelectMany(a => left[pair].Where(b => a.Batch == b.Batch && a.Video != b.Video).Select(b => Dot(a.Left, b.Right)));
            Assert.Equal(others.Average(), metrics.Others[pair], 1e-5);
            Assert.All(left[pair], clip => Assert.Equal(1, Dot(clip.Left, clip.Left), 1e-5));
        }

        static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
    }

    [Fact]
    public void Training_makes_views_of_a_clip_more_alike_than_clips_of_different_videos()
    {
        string[] train = [.. videos.Train.Select(video => video.Path)];
        string[] test = [.. videos.Test.Select(video => video.Path), videos.AddFaulty("pair.avi").Path];
        CaclOptions options = MovingClips.Options with { Positives = CaclPositives.QueryKey, DegreeWeight = 0, Steps = 60, LearningRate = 5e-3, WarmupSteps = 5 };
        using TrainingResult trained = new CaclTrainer(options).Train(train);
        using TrainingResult untrained = new CaclTrainer(options with { Steps = 0 }).Train(train);

        PositivePairMetrics after = trained.PositivePairs!.Measure(test, 4, cancellation: TestContext.Current.CancellationToken);
        PositivePairMetrics before = untrained.PositivePairs!.Measure(test, 4, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal([CaclPositives.QueryKey], after.Positives.Keys);
        Assert.Equal(test[^1], Assert.Single(after.Skipped).Path);
        Assert.Equal(24, after.Clips);
        double gap = after.Positives[CaclPositives.QueryKey] - after.Others[CaclPositives.QueryKey];
        double gapBefore = before.Positives[CaclPositives.QueryKey] - before.Others[CaclPositives.QueryKey];
        Assert.True(gap > gapBefore + 0.05, $"The gap went from {gapBefore} to {gap}.");
        Assert.Equal(after.Positives, trained.PositivePairs.Measure(test, 4, cancellation: TestContext.Current.CancellationToken).Positives);
    }

    [Fact]
    public void Networks_that_were_not_trained_have_all_four_pairs_and_runs_without_contrast_none()
    {
        string[] train = [.. videos.Train.Select(video => video.Path)];
        using TrainingResult untrained = new CaclTrainer(MovingClips.Options with { Steps = 0 }).Train(train);
        using TrainingResult degreeAlone = new CaclTrainer(MovingClips.Options with { Steps = 1, ContrastWeight = 0 }).Train(train);

        Assert.Equal(All, untrained.PositivePairs!.Measure([videos.Test[0].Path], 2, cancellation: TestContext.Current.CancellationToken).Positives.Keys.Order());
        Assert.Empty(untrained.PositivePairs.Measure([videos.Test[0].Path], 2, cancellation: TestContext.Current.CancellationToken).Others);
        Assert.Null(degreeAlone.PositivePairs);
        untrained.Dispose();
        Assert.Throws<ObjectDisposedException>(() => untrained.PositivePairs.Measure([videos.Test[0].Path], cancellation: TestContext.Current.CancellationToken));
    }
}

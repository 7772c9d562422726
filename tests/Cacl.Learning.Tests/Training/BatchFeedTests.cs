using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class BatchFeedTests
{
    private static readonly CaclOptions Options = MovingClips.Options with { Accumulate = 2 };

    [Fact]
    public void Batches_that_are_made_ready_ahead_are_those_that_are_not()
    {
        Assert.Equal(Pixels(isAhead: false), Pixels(isAhead: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]   // by a step that then fails
    public void A_batch_that_nobody_used_is_freed_with_the_feed(bool isAskedFor)
    {
        using ClipSource source = new ColumnClipSource(MovingClips.Make(12), MovingClips.Size, Options.Clips);
        using BatchLoader loader = Load(source);
        // What earlier tests have left must not go in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        using (var feed = new BatchFeed(loader, Options, CPU, isAhead: true))
        {
            using (NewDisposeScope())
                feed.Prepare();
            Assert.True(Tensor.TotalCount > before);
            if (isAskedFor)
                feed.Next()!.First().Dispose();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_run_that_is_cancelled_gets_no_batch()
    {
        using ClipSource source = new ColumnClipSource(MovingClips.Make(12), MovingClips.Size, Options.Clips);
        using BatchLoader loader = Load(source);
        using var feed = new BatchFeed(loader, Options with { Cancellation = new CancellationToken(canceled: true) }, CPU, isAhead: true);

        feed.Prepare();

        Assert.Null(feed.Next());
    }

    // All values of the first step's and the second's two views, part by part.
    private static List<string> Pixels(bool isAhead)
    {
        using ClipSource source = new ColumnClipSource(MovingClips.Make(12), MovingClips.Size, Options.Clips);
        using BatchLoader loader = Load(source);
        using var feed = new BatchFeed(loader, Options, CPU, isAhead);
        var pixels = new List<string>();
        for (int step = 0; step < 2; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            foreach (ClipBatch batch in feed.Next()!)
            {
                pixels.Add($"{string.Join(" ", batch.Videos.data<long>().ToArray())}: {string.Join(" ", batch.View(1).data<float>().ToArray())}");
                batch.Dispose();
            }

            if (step == 0)
                feed.Prepare();
        }

        Assert.Equal(4, pixels.Distinct().Count());
        return pixels;
    }

    private static BatchLoader Load(ClipSource source) => new(
        source, Options.Clips, Options.AugmentationsOf(2), Options.ShuffleSampling, 3, Options.BatchSize / 2, 4, 2);
}

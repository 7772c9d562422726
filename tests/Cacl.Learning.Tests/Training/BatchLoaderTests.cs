using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class BatchLoaderTests
{
    private static readonly ClipOptions Clips = MovingClips.Options.Clips;

    [Fact]
    public void Plain_crops_and_draws_are_those_of_each_views_own_random_numbers()
    {
        List<byte[]> videos = MovingClips.Make(5);
        HostBatch batch = First(videos, [AugmentationOptions.Cacl, AugmentationOptions.Cacl]);

        Assert.Equal((16, 16), (batch.Height, batch.Width));
        for (int sample = 0; sample < 4; sample++)
        {
            for (int view = 0; view < 2; view++)
            {
                var random = new SampleRandom(7, 0, sample, 16 + view);
                int left = random.NextInt(20 - 16 + 1), top = random.NextInt(18 - 16 + 1);
                var crop = new byte[6 * 16 * 16 * 3];
                new RawClip(videos[(int)batch.Videos[sample]], MovingClips.Size).Crop(6, left, top, 16, crop);
                ViewDraw draw = ViewDraw.From(AugmentationOptions.Cacl, ref random);

                Assert.Equal(crop, batch.Pixels[view][sample]);
                Assert.Equal(new CropBox(left, top, 16, 16), batch.Draws[view][sample].Crop);
                Assert.Equal(draw.Adjustments, batch.Draws[view][sample].Adjustments);
                Assert.Equal((draw.Flip, draw.Grayscale), (batch.Draws[view][sample].Flip, batch.Draws[view][sample].Grayscale));
            }
        }
    }

    [Fact]
    public void Views_are_varied_each_by_its_own_options_the_same_way_each_time()
    {
        using DisposeScope scope = NewDisposeScope();
        AugmentationOptions[] views = [AugmentationOptions.CvrlFirstView, AugmentationOptions.CvrlSecondView with { PerFrame = true }, AugmentationOptions.Cacl];
        List<byte[]> videos = MovingClips.Make(5);

        HostBatch host = First(videos, views);
        var batch = new ClipBatch(host, CPU, false);
        var again = new ClipBatch(First(videos, views), CPU, false);

        Assert.Equal([4, 24, 4], host.Draws.Select(view => view.Length));
        Assert.All(host.Draws[0], draw => Assert.Equal(23, draw.BlurKernel));
        Assert.All(host.Draws[2], draw => Assert.Equal(0, draw.BlurKernel));
        for (int view = 0; view < 3; view++)
        {
            Assert.Equal([4, 3, 6, 16, 16], batch.View(view).shape);
            Assert.True(batch.View(view).eq(again.View(view)).all().item<bool>());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_view_of_a_padded_batch_is_made_of_what_each_draw_makes_of_its_own_frames(bool perFrame)
    {
        using DisposeScope scope = NewDisposeScope();
        List<byte[]> videos = MovingClips.Make(5);
        HostBatch host = First(videos, [AugmentationOptions.Cacl, AugmentationOptions.CvrlFirstView with { PerFrame = perFrame }]);
        Tensor together = new ClipBatch(host, CPU, false).View(1);
        ViewDraw[] draws = host.Draws[1];
        int framesOfDraw = perFrame ? 1 : 6;

        Assert.Equal(4 * 6 / framesOfDraw, draws.Length);
        for (int i = 0; i < draws.Length; i++)
        {
            int sample = i * framesOfDraw / 6, frame = i * framesOfDraw % 6;
            CropBox crop = draws[i].Crop.GetValueOrDefault();
            Tensor whole = tensor(videos[(int)host.Videos[sample]], [1, 6, MovingClips.Size.Height, MovingClips.Size.Width, 3]);
            Tensor cropped = whole.narrow(1, frame, framesOfDraw).narrow(2, crop.Top, crop.Height).narrow(3, crop.Left, crop.Width);
            Tensor alone = ClipAugmenter.Apply(cropped, [draws[i]], 16);
            Assert.True((together.narrow(0, sample, 1).narrow(2, frame, framesOfDraw) - alone).abs().max().item<float>() < 1e-5f);
        }
    }

    [Fact]
    public void Frames_of_a_still_clip_stay_equal_unless_each_is_varied_by_itself()
    {
        using DisposeScope scope = NewDisposeScope();
        byte[] frame = MovingClips.Make(1)[0][..(MovingClips.Size.Width * MovingClips.Size.Height * 3)];
        List<byte[]> still = [[.. Enumerable.Repeat(frame, 6).SelectMany(bytes => bytes)]];

        Assert.True(AreFramesEqual(AugmentationOptions.CvrlFirstView));
        Assert.False(AreFramesEqual(AugmentationOptions.CvrlFirstView with { PerFrame = true }));
        Assert.False(AreFramesEqual(AugmentationOptions.Cacl with { PerFrame = true }));

        bool AreFramesEqual(AugmentationOptions options)
        {
            Tensor view = new ClipBatch(First(still, [options]), CPU, false).View(0);
            return (view - view.narrow(2, 0, 1)).abs().max().item<float>() < 1e-6f;
        }
    }

    [Fact]
    public void Training_varies_the_second_view_by_its_own_options()
    {
        CaclOptions first = MovingClips.Options with { Steps = 2, Augmentation = AugmentationOptions.CvrlFirstView };

        double[] alike = Losses(first), again = Losses(first with { SecondAugmentation = AugmentationOptions.CvrlFirstView });
        double[] apart = Losses(first with { SecondAugmentation = AugmentationOptions.CvrlSecondView });

        Assert.All(alike, loss => Assert.True(double.IsFinite(loss)));
        Assert.Equal(alike, again);
        Assert.NotEqual(alike, apart);

        static double[] Losses(CaclOptions options)
        {
            using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(8), MovingClips.Size);
            return [.. result.History.Select(progress => progress.Loss)];
        }
    }

    private static HostBatch First(List<byte[]> videos, AugmentationOptions[] views)
    {
        using var source = new ColumnClipSource(videos, MovingClips.Size, Clips);
        using var loader = new BatchLoader(source, Clips, views, ShuffleSampling.UniformDegree, 7, 4, 1, 1);
        return loader.Next(TestContext.Current.CancellationToken)!;
    }

    [Fact]
    public void Waiting_for_a_decode_that_hangs_ends_with_the_cancellation()
    {
        using var source = new HangingSource();
        using var cancel = new CancellationTokenSource();
        var loader = new BatchLoader(source, Clips, [new AugmentationOptions()], ShuffleSampling.UniformDegree, 7, 4, 2, 1);

        source.Hangs.Wait(TestContext.Current.CancellationToken);
        cancel.Cancel();

        Assert.Null(loader.Next(cancel.Token));
        loader.Dispose();
        Assert.False(source.HasEnded);
        source.Go.Set();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ClipIntervalDistribution.Uniform)]
    public void In_the_place_of_a_video_that_fails_another_is_drawn_the_same_way_each_time(ClipIntervalDistribution? intervals)
    {
        using var sound = new FailingSource(5, []);
        using var failing = new FailingSource(5, [2]);
        using var dropped = new FailingSource(5, [2]);
        dropped.Drop(2, new VideoException("2", VideoFault.Missing, "it is gone"));
        HostBatch[] expected = Batches(sound, 1), once = Batches(failing, 1), ahead = Batches(failing, 8), before = Batches(dropped, 3);

        int instead = 0;
        var drawn = new HashSet<long>();
        for (int batch = 0; batch < 10; batch++)
        {
            Assert.Equal(once[batch].Videos, ahead[batch].Videos);
            Assert.Equal(once[batch].Videos, before[batch].Videos);
            Assert.Equal(once[batch].Pixels, ahead[batch].Pixels);
            Assert.Equal(once[batch].Pixels, before[batch].Pixels);
            Assert.Equal(expected[batch].Orders, once[batch].Orders);
            for (int i = 0; i < 4; i++)
            {
                Assert.NotEqual(2, once[batch].Videos[i]);
                if (expected[batch].Videos[i] != 2)
                {
                    Assert.Equal(expected[batch].Videos[i], once[batch].Videos[i]);
                    continue;
                }

                instead++;
                drawn.Add(once[batch].Videos[i]);
            }
        }

        Assert.Equal(8, instead);
        Assert.True(drawn.Count > 1);
        Assert.Equal(["2: it is gone"], failing.Told);
        Assert.Empty(sound.Told);

        HostBatch[] Batches(FailingSource source, int batchesAhead)
        {
            using var loader = new BatchLoader(source, Clips, [AugmentationOptions.Cacl, AugmentationOptions.Cacl], ShuffleSampling.UniformDegree, 7, 4, 10, batchesAhead, intervals);
            return [.. Enumerable.Range(0, 10).Select(_ => loader.Next(TestContext.Current.CancellationToken)!)];
        }
    }

    [Theory]
    [InlineData(4, new[] { 0, 2, 3 }, 1)]
    [InlineData(3, new[] { 0, 1, 2 }, 1)]
    [InlineData(1, new[] { 0 }, 0)]
    public void A_run_fails_when_too_few_videos_can_still_be_read(int videos, int[] faulty, int left)
    {
        using var source = new FailingSource(videos, faulty);
        using var loader = new BatchLoader(source, Clips, [AugmentationOptions.Cacl], ShuffleSampling.UniformDegree, 7, 4, 4, 1);

        var exception = Assert.Throws<InvalidDataException>(() =>
        {
            for (int i = 0; i < 4; i++)
                loader.Next(TestContext.Current.CancellationToken);
        });

        Assert.StartsWith($"Only {left} of {videos} videos can still be read, too few to go on with. The last to fail: Can't read the video '", exception.Message);
        Assert.EndsWith("': it is gone.", exception.Message);
    }

    [Fact]
    public void A_subset_drops_the_video_of_its_source()
    {
        using var source = new FailingSource(6, [4]);
        using var subset = new ClipSubset(source, [1, 3, 4]);
        using var loader = new BatchLoader(subset, Clips, [AugmentationOptions.Cacl], ShuffleSampling.UniformDegree, 7, 6, 2, 1);

        HostBatch batch = loader.Next(TestContext.Current.CancellationToken)!;

        Assert.Equal([1L, 3L], batch.Videos.Distinct().Order());
        Assert.True(source.IsDropped(4));
        Assert.Equal(["4: it is gone"], subset.Skipped.Select(video => $"{video.Path}: {video.Reason}"));
    }

    [Fact]
    public void A_decode_that_hears_of_the_cancellation_first_ends_the_waiting_too()
    {
        using var cancel = new CancellationTokenSource();
        using var source = new FailingSource(3, [], cancel);
        using var loader = new BatchLoader(source, Clips, [AugmentationOptions.Cacl], ShuffleSampling.UniformDegree, 7, 4, 4, 1);

        Assert.Null(loader.Next(cancel.Token));
    }

    /// <summary>Moving clips, of which some can't be read.</summary>
    private sealed class FailingSource(int count, int[] faulty, CancellationTokenSource? cancel = null) : ClipSource
    {
        private readonly ColumnClipSource sound = new(MovingClips.Make(count), MovingClips.Size, Clips);
        private readonly bool[] dropped = new bool[count];

        public List<string> Told { get; } = [];

        public override int Count => count;

        public override IReadOnlyList<SkippedVideo> Skipped => [.. Enumerable.Range(0, count).Where(video => dropped[video]).Select(video => new SkippedVideo($"{video}", "it is gone"))];

        public override VideoIdentity IdentityOf(int video) => default;

        public override bool IsDropped(int video) => dropped[video];

        public override void Drop(int video, VideoException fault)
        {
            lock (dropped)
            {
                if (!dropped[video])
                    Told.Add($"{video}: {fault.Cause}");
                dropped[video] = true;
            }
        }

        public override TakenClip Take(int video, ref SampleRandom random)
        {
            if (cancel is not null)
            {
                cancel.Cancel();
                throw new OperationCanceledException(cancel.Token);
            }

            int draws = random.NextInt(5);   // as many numbers as it likes are drawn before a fault shows
            if (faulty.Contains(video))
                throw new VideoException($"{video}", VideoFault.Missing, "it is gone");
            TakenClip taken = sound.Take(video, ref random);
            return taken with { Clip = taken.Clip with { Pixels = [.. taken.Clip.Pixels.Select(value => (byte)(value ^ draws))] } };
        }

        public override TakenClip TakePair(int video, ClipIntervalDistribution intervals, ref SampleRandom random)
        {
            (RawClip clip, int[] numbers) = Take(video, ref random);
            return new TakenClip(clip with { Pixels = [.. clip.Pixels, .. clip.Pixels] }, [.. numbers, .. numbers]);
        }
    }

    private sealed class HangingSource : ClipSource
    {
        public ManualResetEventSlim Hangs { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public bool HasEnded { get; private set; }

        public override int Count => 4;

        public override IReadOnlyList<SkippedVideo> Skipped => [];

        public override VideoIdentity IdentityOf(int video) => default;

        public override TakenClip Take(int video, ref SampleRandom random)
        {
            Hangs.Set();
            Go.Wait();
            HasEnded = true;
            throw new InvalidOperationException("This source gives nothing.");
        }
    }
}

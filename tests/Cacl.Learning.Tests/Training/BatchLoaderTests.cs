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

                Assert.Equal(crop, batch.Pixels.AsSpan((sample * 2 + view) * crop.Length, crop.Length).ToArray());
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

    private sealed class HangingSource : ClipSource
    {
        public ManualResetEventSlim Hangs { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public bool HasEnded { get; private set; }

        public override int Count => 4;

        public override IReadOnlyList<SkippedVideo> Skipped => [];

        public override VideoIdentity IdentityOf(int video) => default;

        public override RawClip Take(int video, ref SampleRandom random)
        {
            Hangs.Set();
            Go.Wait();
            HasEnded = true;
            throw new InvalidOperationException("This source gives nothing.");
        }
    }
}

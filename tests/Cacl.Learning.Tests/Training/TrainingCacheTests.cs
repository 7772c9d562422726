using Cacl.Clips;

namespace Cacl.Learning.Tests;

public sealed class TrainingCacheTests : IDisposable
{
    private static readonly CaclOptions Options = MovingClips.Options;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl learning, übung ");

    private string CacheFolder => Path.Combine(folder.FullName, "decoded");

    private string IndexFile => Path.Combine(folder.FullName, "made anew", "videos.index");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Training_gives_the_same_weights_with_any_cache_and_index()
    {
        // At training size 216 KB and 648 KB: in 1 MiB four of the short ones fit, and the long ones are read clip by clip.
        string[] videos = [.. Enumerable.Range(0, 8).Select(i => Write(i, i < 6 ? 200 : 600))];
        CaclOptions small = Options with { CacheMegabytes = 1 };
        CaclOptions kept = small with { CacheFolder = CacheFolder, IndexFile = IndexFile };

        byte[] inMemory = Weights(Options);
        Assert.Equal(inMemory, Weights(small));
        Assert.Equal(inMemory, Weights(small with { CacheFolder = CacheFolder, CacheFolderMegabytes = 1 }));
        Assert.Equal(inMemory, Weights(kept));
        Assert.Equal(inMemory, Weights(kept));
        Assert.Equal(8, Directory.GetFiles(CacheFolder).Length);
        Assert.NotEqual(inMemory, Weights(kept with { Seed = 2 }));

        byte[] Weights(CaclOptions options)
        {
            string file = Path.Combine(folder.FullName, "weights.safetensors");
            using TrainingResult result = new CaclTrainer(options).Train(videos);
            result.Encoder.Save(file);
            return File.ReadAllBytes(file);
        }
    }

    [Fact]
    public void A_second_run_with_cache_and_index_opens_no_video()
    {
        string[] videos = [.. Enumerable.Range(0, 4).Select(i => Write(i, 12 + i)), Path.Combine(folder.FullName, "missing.avi"), Write(5, 3)];
        List<VideoIndexProgress> told = [];
        CaclOptions options = Options with { CacheFolder = CacheFolder, IndexFile = IndexFile, Examination = new Listener<VideoIndexProgress>(told.Add) };

        using var first = new VideoClipSource(videos, options);
        byte[][] clips = TakeAll(first);
        Assert.Equal((4, 4L), (first.Count, first.OpenCount));
        using var second = new VideoClipSource(videos, options);
        Assert.Equal(clips, TakeAll(second));
        Assert.Equal((4, 0L), (second.Count, second.OpenCount));
        Assert.Equal(first.Skipped, second.Skipped);
        Assert.Equal(["there is no such file", "too short: it has 3 frames; a clip of 6 frames at interval 1 spans 6"], second.Skipped.Select(video => video.Reason));
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], told.Select(progress => progress.Done));
        Assert.Equal((6, 5, 1), (told[^1].Total, told[^1].Reused, told[^1].Faulty));
    }

    [Fact]
    public void A_cache_alone_tells_how_long_videos_are()
    {
        string[] videos = [.. Enumerable.Range(0, 3).Select(i => Write(i, 12 + i))];
        List<VideoIndexProgress> told = [];
        CaclOptions options = Options with { CacheFolder = CacheFolder, Examination = new Listener<VideoIndexProgress>(told.Add) };
        using var first = new VideoClipSource(videos, options);
        using var second = new VideoClipSource(videos, options);
        Assert.Equal(TakeAll(first), TakeAll(second));
        Assert.Equal(0, second.OpenCount);
        Assert.Equal([1, 2, 3, 1, 2, 3], told.Select(progress => progress.Done));
    }

    [Fact]
    public void Frames_of_a_fixed_size_are_kept_at_that_size()
    {
        string[] videos = [Write(0, 12)];
        CaclOptions options = Options with { CacheFolder = CacheFolder, Clips = Options.Clips with { FixedSize = new FrameSize(32, 17) } };
        foreach (int _ in new[] { 1, 2 })
        {
            using var source = new VideoClipSource(videos, options);
            var random = new SampleRandom(1, 0, 0);
            Assert.Equal(new FrameSize(32, 17), source.Take(0, ref random).Clip.Size);
        }
    }

    [Fact]
    public void A_cache_that_can_not_be_written_is_told_of_and_does_not_end_the_run()
    {
        string[] videos = [.. Enumerable.Range(0, 4).Select(i => Write(i, 12))];
        File.WriteAllText(CacheFolder, "A file where the folder should be.");
        List<string> faults = [];
        using TrainingResult result = new CaclTrainer(Options with { CacheFolder = CacheFolder, CacheFaults = new Listener<string>(faults.Add) }).Train(videos);
        Assert.StartsWith($"Can't keep decoded videos in '{CacheFolder}', they are decoded each time: ", Assert.Single(faults));
        Assert.Equal(faults[0], result.CacheFault);
        Assert.Equal(Options.Steps, result.History[^1].Step);
    }

    [Fact]
    public void Options_of_cache_and_index_are_checked()
    {
        CaclOptions options = Options with { CacheFolder = " ", CacheFolderMegabytes = 0, IndexFile = "" };
        Assert.Equal(
            "CaclOptions: CacheFolder is ' '; it must be null or a folder. CacheFolderMegabytes is 0; it must be from 1 to 1073741824. IndexFile is ''; it must be null or a file.",
            Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    [Fact]
    public void Two_clips_of_a_video_are_those_of_the_sampler_one_for_the_first_view_and_one_for_the_others()
    {
        using var source = new VideoClipSource([Write(0, 40), Write(1, 700)], Options with { CacheMegabytes = 1, Clips = Options.Clips with { Segment = VideoSegment.SecondHalf } });
        for (int video = 0; video < 2; video++)
        {
            SampleRandom random = new(1, 0, video), same = random;
            (RawClip pair, int[] numbers) = source.TakePair(video, ClipIntervalDistribution.Uniform, ref random);
            int[] first = new int[6], second = new int[6];
            int count = video == 0 ? 20 : 350;
            new ClipPairSampler(new ClipSampler(6, 1, ShortVideoPolicy.Reject), ClipIntervalDistribution.Uniform).Draw(count, ref same, first, second);
            using VideoFile file = VideoFile.Open(Path.Combine(folder.FullName, $"video {video}.avi"));
            byte[] expected = new byte[12 * pair.Size.ByteCount];
            Assert.Equal(first.Concat(second).Select(frame => frame + count), numbers);
            file.Read(numbers, pair.Size, expected);
            Assert.Equal(expected, pair.Pixels);
            Assert.NotEqual(first, second);
        }

        using var loader = new BatchLoader(source, Options.Clips, [new AugmentationOptions(), new AugmentationOptions()], ShuffleSampling.UniformDegree, 7, 2, 1, 1, ClipIntervalDistribution.Uniform);
        HostBatch batch = loader.Next(TestContext.Current.CancellationToken)!;
        for (int i = 0; i < 2; i++)
        {
            var random = new SampleRandom(7, 0, i, 1);
            (RawClip pair, int[] numbers) = source.TakePair((int)batch.Videos[i], ClipIntervalDistribution.Uniform, ref random);
            Assert.Equal(numbers, batch.FrameNumbers[i]);
            for (int view = 0; view < 2; view++)
            {
                CropBox crop = batch.Draws[view][i].Crop.GetValueOrDefault();
                byte[] expected = new byte[12 * 16 * 16 * 3];
                pair.Crop(12, crop.Left, crop.Top, 16, expected);
                int bytes = expected.Length / 2;
                Assert.Equal(expected.AsSpan(view * bytes, bytes).ToArray(), batch.Pixels[view][i]);
            }
        }
    }

    [Fact]
    public void Training_on_two_clips_of_each_video_gives_other_weights_and_needs_files()
    {
        string[] videos = [.. Enumerable.Range(0, 8).Select(i => Write(i, 40))];
        CaclOptions paired = Options with { ClipIntervals = ClipIntervalDistribution.Decreasing };
        double[] one = Losses(Options), two = Losses(paired);
        Assert.Equal(one.Length, two.Length);
        Assert.Equal(one[..3], two[..3]);   // frames alone are learned first
        Assert.NotEqual(one, two);
        Assert.Equal(two, Losses(paired));
        Assert.Equal(
            "ClipIntervals is Decreasing; ready clips hold one clip of each video. Train on files, or set it to null.",
            Assert.Throws<NotSupportedException>(() => new CaclTrainer(paired with { Progress = new NoStep() }).Train(MovingClips.Make(8), MovingClips.Size)).Message);

        double[] Losses(CaclOptions options)
        {
            using TrainingResult result = new CaclTrainer(options).Train(videos);
            return [.. result.History.Select(progress => progress.Loss)];
        }
    }

    private sealed class NoStep : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Assert.Fail($"A step of {value.Stage} was made.");
    }

    private static byte[][] TakeAll(VideoClipSource source)
    {
        var clips = new List<byte[]>();
        for (int i = 0; i < 3 * source.Count; i++)
        {
            var random = new SampleRandom(1, 0, i);
            clips.Add(source.Take(i % source.Count, ref random).Clip.Pixels);
        }

        return [.. clips];
    }

    private string Write(int video, int frames) => PatternVideo.Write(folder.FullName, video, frames);
}

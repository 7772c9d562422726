using Cacl.Clips;

namespace Cacl.Learning.Tests;

public sealed class VideoClipSourceTests : IDisposable
{
    private static readonly CaclOptions Options = MovingClips.Options;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-source-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_goes_on_the_way_is_dropped_told_of_at_once_and_the_run_goes_on()
    {
        // In 1 MiB none of these is kept, so that each clip is read from its file.
        string[] videos = [.. Enumerable.Range(0, 5).Select(i => Write(i, 600))];
        List<SkippedVideo> dropped = [];
        CaclOptions options = Options with
        {
            CacheMegabytes = 1,
            Dropped = new Listener<SkippedVideo>(dropped.Add),
            Examination = new Listener<VideoIndexProgress>(progress =>
            {
                if (progress.Done == progress.Total)
                    File.Delete(videos[3]);
            }),
        };

        using TrainingResult result = new CaclTrainer(options).Train([.. videos, Path.Join(folder.FullName, "missing.avi")]);

        Assert.Equal(Options.Steps, result.History[^1].Step);
        Assert.Equal(new SkippedVideo(Path.Join(folder.FullName, "missing.avi"), "there is no such file"), dropped[0]);
        SkippedVideo left = Assert.Single(dropped[1..]);
        Assert.Equal(new SkippedVideo(videos[3], "it could be read when the run began, and then no more: there is no such file"), left);
        Assert.Equal(["there is no such file", left.Reason], result.Skipped.Select(video => video.Reason));
        Assert.Equal(4, result.Encoder.Settings.TrainingVideos);
    }

    [Fact]
    public void A_run_that_dropped_a_file_goes_on_from_a_checkpoint_only_when_the_file_is_back()
    {
        string[] videos = [.. Enumerable.Range(0, 5).Select(i => Write(i, 600))];
        string lost = videos[3] + ".lost";
        CaclOptions options = Options with { CacheMegabytes = 1, CheckpointFolder = Path.Join(folder.FullName, "run"), CheckpointEvery = 1 };
        CaclOptions losing = options with
        {
            Progress = new Listener<TrainingProgress>(progress =>
            {
                if (progress.Stage == "frame-moco" && progress.Step == 1)
                    File.Move(videos[3], lost);
                if (progress.Stage == "cacl" && progress.Step == 2)
                    throw new TimeoutException("a crash");
            }),
        };
        Assert.Throws<TimeoutException>(() => new CaclTrainer(losing).Train(videos));

        Assert.Contains("1 of the checkpoint's 5 videos are gone or changed.", Assert.Throws<CheckpointException>(() => new CaclTrainer(options).Train(videos)).Message);
        File.Move(lost, videos[3]);
        using TrainingResult result = new CaclTrainer(options).Train(videos);
        Assert.Equal(Options.Steps, result.History[^1].Step);
        Assert.Empty(result.Skipped);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_video_of_which_a_part_is_lost_is_used_and_named(bool cached, bool indexed)
    {
        string[] videos = [Write(0, 40), Write(1, 40), Write(2, 40)];
        using (FileStream stream = File.OpenWrite(videos[1]))
            stream.SetLength(stream.Length * 9 / 10);
        CaclOptions options = Options with
        {
            CacheFolder = cached ? Path.Join(folder.FullName, "decoded") : null,
            IndexFile = indexed ? Path.Join(folder.FullName, "videos.index") : null,
        };

        // The second time from what the first has left.
        foreach (int _ in new[] { 1, 2 })
        {
            using var source = new VideoClipSource(videos, options);
            IncompleteVideo incomplete = Assert.Single(source.UsedInPart);
            Assert.Equal(videos[1], incomplete.Path);
            Assert.Matches("^ended after 3[0-9] of the 40 frames that the container promises$", incomplete.Reason);
            Assert.Equal(3, source.Count);
            Assert.Single(new ClipSubset(source, [0, 2]).UsedInPart);
        }

        using TrainingResult result = new CaclTrainer(options with { Steps = 1 }).Train(videos);
        Assert.Equal(videos[1], Assert.Single(result.UsedInPart).Path);
        using var strict = new VideoClipSource(videos, options with { Clips = options.Clips with { LeastReadable = 1 } });
        Assert.Equal(videos[1], Assert.Single(strict.Skipped).Path);
        Assert.Empty(strict.UsedInPart);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_video_too_wide_to_be_scaled_is_skipped_by_name(bool indexed)
    {
        string wide = Write(1, 3, new FrameSize(8000, 4));
        CaclOptions options = Options with
        {
            Clips = Options.Clips with { ShortSide = 300, ShortVideos = ShortVideoPolicy.Tile },
            IndexFile = indexed ? Path.Join(folder.FullName, "videos.index") : null,
        };

        using var source = new VideoClipSource([Write(0, 12), wide], options);

        SkippedVideo skipped = Assert.Single(source.Skipped);
        Assert.Equal(wide, skipped.Path);
        Assert.StartsWith("its frames have 600000x300 pixels once they are scaled, and 67108864 in all are allowed", skipped.Reason);
    }

    [Fact]
    public void A_video_that_grows_after_its_examination_is_read_clip_by_clip()
    {
        string[] videos = [.. Enumerable.Range(0, 12).Select(i => Write(i, 200))];
        using var source = new VideoClipSource(videos, Options with { CacheMegabytes = 1 });
        Write(0, 1200);
        for (int video = 1; video < 12; video++)
            Take(source, video);   // until nothing of the first is left in memory

        long before = source.OpenCount;
        byte[] clip = Take(source, 0);

        // Once until it takes too much to be kept, and once for the clip.
        Assert.Equal(2, source.OpenCount - before);
        Assert.Equal(6 * 20 * 18 * 3, clip.Length);
    }

    [Fact]
    public void Each_file_is_opened_once_to_learn_its_length_and_keep_it()
    {
        string[] videos = [.. Enumerable.Range(0, 4).Select(i => Write(i, 12 + i)), Write(4, 700)];
        using var source = new VideoClipSource(videos, Options with { CacheMegabytes = 1 });

        Assert.Equal(5, source.OpenCount);
        for (int video = 0; video < 4; video++)
            Take(source, video);
        Assert.Equal(5, source.OpenCount);
        Take(source, 4);
        Assert.Equal(6, source.OpenCount);
    }

    [Fact]
    public void Files_are_read_as_the_clips_options_say()
    {
        string[] videos = [Write(0, 12), Write(1, 12)];
        CaclOptions options = Options with { Clips = Options.Clips with { Reading = new VideoReadOptions { MostPixels = 1000 } } };

        foreach (CaclOptions each in new[] { options, options with { CacheFolder = Path.Join(folder.FullName, "decoded") }, options with { IndexFile = Path.Join(folder.FullName, "videos.index") } })
        {
            var exception = Assert.Throws<InvalidDataException>(() => new VideoClipSource(videos, each));
            Assert.StartsWith($"None of 2 videos can be used. The first: {videos[0]}: ", exception.Message);
            Assert.Contains("1000", exception.Message);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelling_the_run_or_the_reading_ends_a_read(bool ofReading)
    {
        using var cancel = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        CancellationToken reading = ofReading ? cancel.Token : other.Token, run = ofReading ? other.Token : cancel.Token;
        CaclOptions options = Options with { CacheMegabytes = 1, Cancellation = run, Clips = Options.Clips with { Reading = new VideoReadOptions { Cancellation = reading } } };
        using var source = new VideoClipSource([Write(0, 600)], options);
        Take(source, 0);

        cancel.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Take(source, 0));
        Assert.ThrowsAny<OperationCanceledException>(() => new VideoClipSource([Write(1, 12)], options));
    }

    [Fact]
    public void An_encoder_outlives_the_token_that_its_training_read_videos_with()
    {
        string[] videos = [Write(0, 40), Write(1, 40)];
        using var cancel = new CancellationTokenSource();
        CaclOptions options = Options with { Steps = 1, Clips = Options.Clips with { Reading = new VideoReadOptions { Cancellation = cancel.Token } } };
        using TrainingResult result = new CaclTrainer(options).Train(videos);

        cancel.Cancel();

        Assert.NotEmpty(result.Encoder.Embed(videos[0]));
    }

    [Fact]
    public void A_link_is_known_by_the_file_that_it_leads_to()
    {
        string link = Path.Join(folder.FullName, "link.avi");
        File.CreateSymbolicLink(link, Write(0, 12));
        VideoIdentity before = Identity(), same = Identity();
        Write(0, 40);

        Assert.Equal(before, same);
        Assert.Equal(link, before.Name);
        Assert.NotEqual(before.Hash, Identity().Hash);

        VideoIdentity Identity()
        {
            using var source = new VideoClipSource([link], Options);
            return source.IdentityOf(0);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Paths_that_no_file_has_are_skipped(bool cached)
    {
        string sound = Write(0, 12);

        using var source = new VideoClipSource(["", sound, "a\0b.avi"], Options with { CacheFolder = cached ? Path.Join(folder.FullName, "decoded") : null });

        Assert.Equal(["its path is empty", "its path has a null character, which no file's has"], source.Skipped.Select(video => video.Reason));
        Assert.Equal(1, source.Count);
    }

    private static byte[] Take(VideoClipSource source, int video)
    {
        var random = new SampleRandom(1, 0, video);
        return source.Take(video, ref random).Clip.Pixels;
    }

    private string Write(int video, int frames, FrameSize? of = null) => PatternVideo.Write(folder.FullName, video, frames, of);
}

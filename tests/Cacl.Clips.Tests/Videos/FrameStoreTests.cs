namespace Cacl.Clips.Tests;

public sealed class FrameStoreTests : IDisposable
{
    private const int BytesOfVideo = 10 * 64 * 48 * 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Get_decodes_a_file_once()
    {
        FrameStore store = new(FrameScaling.ToShortSide(48), 1 << 30);
        string path = Video("a");
        VideoFrames video = store.Get(path);
        Assert.Equal((new FrameSize(64, 48), 10), (video.Size, video.FrameCount));
        Assert.Same(video, store.Get(path));
        Assert.Equal((1, BytesOfVideo), (store.DecodeCount, store.HeldBytes));
    }

    [Fact]
    public void Get_lets_go_of_the_video_not_asked_for_the_longest()
    {
        FrameStore store = new(FrameScaling.ToShortSide(48), 2 * BytesOfVideo);
        string a = Video("a"), b = Video("b"), c = Video("c");
        VideoFrames first = store.Get(a);
        store.Get(b);
        store.Get(a);
        store.Get(c);
        Assert.Equal(2 * BytesOfVideo, store.HeldBytes);
        Assert.Same(first, store.Get(a));
        Assert.Equal(3, store.DecodeCount);
        store.Get(b);
        Assert.Equal((4, 2 * BytesOfVideo), (store.DecodeCount, store.HeldBytes));
        Assert.Same(first, store.Get(a));
        store.Get(c);
        Assert.Equal(5, store.DecodeCount);
    }

    [Fact]
    public void Get_gives_a_video_that_is_larger_than_the_capacity_and_keeps_nothing()
    {
        FrameStore store = new(FrameScaling.ToShortSide(48), 0);
        string path = Video("a");
        Assert.Equal(Enumerable.Range(0, 10), NumberedVideo.NumbersOf(store.Get(path)));
        Assert.Equal(Enumerable.Range(0, 10), NumberedVideo.NumbersOf(store.Get(path)));
        Assert.Equal((2, 0), (store.DecodeCount, store.HeldBytes));
    }

    [Fact]
    public async Task Many_threads_that_ask_for_one_file_wait_for_one_decoding()
    {
        FrameStore store = new(FrameScaling.ToShortSide(48), 1 << 30);
        string path = Video("a");
        using Barrier together = new(8);
        VideoFrames[] videos = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return store.Get(path);
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal(1, store.DecodeCount);
        Assert.All(videos, video => Assert.Same(videos[0], video));
    }

    [Fact]
    public void Many_threads_under_a_small_capacity_get_the_right_videos()
    {
        FrameStore store = new(FrameScaling.ToShortSide(48), 2 * BytesOfVideo);
        string[] paths = Enumerable.Range(0, 6).Select(i => Video($"v{i}", 10 + i)).ToArray();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            VideoFrames video = store.Get(paths[i * 7 % 6]);
            Assert.Equal(Enumerable.Range(0, 10 + i * 7 % 6), NumberedVideo.NumbersOf(video));
            Assert.InRange(store.HeldBytes, 0, store.CapacityBytes);
        });
    }

    [Fact]
    public void A_file_that_fails_is_tried_again_when_asked_for_again()
    {
        FrameStore store = new(FrameScaling.ToShortSide(48), 1 << 30);
        string path = _folder["a.avi"];
        Assert.Equal(VideoFault.Missing, Assert.Throws<VideoException>(() => store.Get(path)).Fault);
        Assert.Equal(VideoFault.Missing, Assert.Throws<VideoException>(() => store.Get(path)).Fault);
        Video("a");
        Assert.Equal(10, store.Get(path).FrameCount);
        Assert.Equal((3, BytesOfVideo), (store.DecodeCount, store.HeldBytes));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameScaling.ToShortSide(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameStore(FrameScaling.ToShortSide(1), -1));
    }

    private string Video(string name, int frames = 10) => NumberedVideo.Write(_folder[name + ".avi"], frames);
}

namespace Cacl.Clips.Tests;

/// <summary>Memory that whole videos may take, and how files are read, wherever they are read.</summary>
public sealed class LimitedReadingTests : IDisposable
{
    private const int BytesOfVideo = 10 * 64 * 48 * 3;

    private static readonly FrameScaling Scaling = FrameScaling.ToShortSide(48);
    private static readonly VideoReadOptions SmallFrames = new() { MostPixels = 100 };

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public LimitedReadingTests() => _path = NumberedVideo.Write(_folder["v.avi"], 10);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_video_with_more_frames_than_its_container_promises_is_left_at_the_limit()
    {
        FrameSize size = new(8, 8);
        ScriptedDecoder decoder = new() { Frames = 300, Promised = 10 };
        using VideoFile file = VideoFile.OpenWith(_path, null, null, (_, _) => decoder);
        Assert.Null(file.TryReadAll(size, 100 * size.ByteCount));
        Assert.Equal((101, null), (decoder.Grabbed, file.Ending));
        Assert.Null(file.TryReadAll(size, 300 * size.ByteCount - 1));
        Assert.Equal(300, file.TryReadAll(size, 300 * size.ByteCount)!.FrameCount);
        Assert.Equal(new VideoEnding(VideoEndingKind.Complete, 300, 10), file.Ending);
    }

    [Fact]
    public void Counting_after_the_limit_was_met_starts_anew_and_makes_a_table()
    {
        FrameSize size = new(8, 8);
        using VideoFile file = VideoFile.OpenWith(_path, null, null, (_, _) => new ScriptedDecoder());
        Assert.Null(file.TryReadAll(size, 50 * size.ByteCount));
        Assert.Equal(300, file.CountFrames());
        Assert.InRange(file.SeekTable!.PointCount, 1, 300);
    }

    [Fact]
    public void A_store_decodes_no_more_than_it_is_asked_to_and_gives_what_it_holds()
    {
        FrameStore store = new(Scaling, 1 << 30);
        Assert.Null(store.TryGet(_path, BytesOfVideo - 1));
        Assert.Equal(0, store.HeldBytes);
        VideoFrames video = store.TryGet(_path, BytesOfVideo)!;
        Assert.Same(video, store.TryGet(_path, 0));
        Assert.Equal((2, BytesOfVideo), (store.DecodeCount, store.HeldBytes));
    }

    [Fact]
    public void A_store_gives_what_the_cache_on_disk_keeps_and_keeps_nothing_cut()
    {
        FrameCache cache = new(_folder["cache"], Scaling, 1 << 30);
        FrameStore store = new(Scaling, 1 << 30, cache);
        Assert.Null(store.TryGet(_path, BytesOfVideo - 1));
        Assert.Equal((0, 0), (cache.WriteCount, cache.HeldBytes));
        store.TryGet(_path, BytesOfVideo)!.Dispose();
        using VideoFrames kept = new FrameStore(Scaling, 0, cache).TryGet(_path, 0)!;
        Assert.Equal(Enumerable.Range(0, 10), NumberedVideo.NumbersOf(kept));
    }

    [Fact]
    public void Stores_caches_and_indexes_read_as_they_are_told()
    {
        FrameCache cache = new(_folder["cache"], Scaling, 1 << 30, reading: SmallFrames);
        Action[] reads =
        [
            () => cache.Decode(_path),
            () => new FrameStore(Scaling, 0, reading: SmallFrames).Get(_path),
            () => new FrameStore(Scaling, 0, cache).Get(_path),
            () => new FrameStore(Scaling, 0, new FrameCache(_folder["cache"], Scaling, 1 << 30), SmallFrames).Get(_path),
        ];
        foreach (Action read in reads)
            Assert.Equal(VideoFault.TooLarge, Assert.Throws<VideoException>(read).Fault);
        Assert.Equal(10, new FrameStore(Scaling, 0, cache, new VideoReadOptions()).Get(_path).FrameCount);

        VideoIndex index = VideoIndex.Examine([_path], reading: SmallFrames, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(VideoFault.TooLarge, index.Videos[0].Fault);
        // With other options it may be read.
        Assert.Equal(10, VideoIndex.Examine([_path], index, cancellation: TestContext.Current.CancellationToken).Videos[0].FrameCount);
    }

    [Fact]
    public void Options_out_of_range_are_refused_before_anything_is_read()
    {
        VideoReadOptions wrong = new() { MostPixels = 0 };
        Assert.Throws<ArgumentOutOfRangeException>("MostPixels", () => new FrameStore(Scaling, 0, reading: wrong));
        Assert.Throws<ArgumentOutOfRangeException>("MostPixels", () => new FrameCache(_folder["cache"], Scaling, 1, reading: wrong));
        Assert.Throws<ArgumentOutOfRangeException>("MostPixels", () => VideoIndex.Examine([], reading: wrong, cancellation: TestContext.Current.CancellationToken));
    }
}

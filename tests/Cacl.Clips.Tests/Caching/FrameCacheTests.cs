namespace Cacl.Clips.Tests;

public sealed class FrameCacheTests : IDisposable
{
    private const int BytesOfVideo = 10 * 64 * 48 * 3;

    private static readonly FrameScaling Scaling = FrameScaling.ToShortSide(48);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _faults = [];

    private string CacheFolder => Path.Combine(_folder.Root, "decoded videos, übung ☂");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_video_that_was_decoded_is_found_with_the_same_frames_in_any_order()
    {
        string path = Video("in a folder", "a video, 動画 ☂.avi");
        FrameCache cache = Cache();
        Assert.Null(cache.Find(path));
        DecodedVideo decoded = cache.Decode(path);

        FrameCache another = Cache();
        using VideoFrames kept = another.Find(path)!;
        Assert.Equal((decoded.Size, decoded.FrameCount, decoded.EndedEarly, decoded.ByteCount), (kept.Size, kept.FrameCount, kept.EndedEarly, kept.ByteCount));
        int[] order = [9, 0, 3, 3, 1];
        byte[] fromDisk = new byte[order.Length * kept.Size.ByteCount], fromMemory = new byte[fromDisk.Length];
        kept.CopyFrames(order, fromDisk);
        decoded.CopyFrames(order, fromMemory);
        Assert.Equal(fromMemory, fromDisk);
        Assert.Throws<ArgumentOutOfRangeException>(() => kept.CopyFrames([10], new byte[kept.Size.ByteCount]));
        Assert.Throws<ArgumentException>(() => kept.CopyFrames([1], new byte[kept.Size.ByteCount + 1]));
        Assert.Equal((1, 0, 0, 1), (cache.WriteCount, cache.HitCount, another.WriteCount, another.HitCount));
        Assert.Empty(_faults);
    }

    [Fact]
    public void A_video_that_is_not_complete_is_found_with_how_it_ended()
    {
        string path = Video("a.avi");
        FrameSource source = FrameSource.Of(path, Scaling)!;
        foreach (VideoEnding ending in new[] { new VideoEnding(VideoEndingKind.EndedEarly, 1, 7), new VideoEnding(VideoEndingKind.Corrupt, 1, 0), new VideoEnding(VideoEndingKind.StoppedAtCount, 1, 0) })
        {
            Cache().Keep(source, new DecodedVideo(path, new FrameSize(2, 1), [new byte[6]], ending));
            using VideoFrames kept = Cache().Find(path)!;
            Assert.Equal((ending, ending.Shortfall), (kept.Ending, kept.EndedEarly));
            Assert.Equal(ending, Cache().EndingOf(path));
        }
        Assert.Null(Cache().EndingOf(Video("b.avi")));
    }

    [Fact]
    public void A_video_whose_file_has_changed_and_frames_of_another_size_are_not_found()
    {
        string path = Video("a.avi");
        Cache().Decode(path);
        Assert.Null(new FrameCache(CacheFolder, FrameScaling.ToShortSide(47), 1 << 30).Find(path));
        Assert.Null(new FrameCache(CacheFolder, FrameScaling.ToSize(new FrameSize(64, 48)), 1 << 30).Find(path));

        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));
        Assert.Null(Cache().Find(path));
        Video("a.avi", 12);
        Cache().Decode(path);
        using VideoFrames kept = Cache().Find(path)!;
        Assert.Equal(12, kept.FrameCount);
        File.Delete(path);
        Assert.Null(Cache().Find(path));
    }

    [Fact]
    public void Any_byte_that_changes_behind_the_frames_has_the_file_made_anew()
    {
        string path = Video("a.avi");
        Cache().Decode(path);
        string file = Assert.Single(Files());
        byte[] whole = File.ReadAllBytes(file);
        for (int i = BytesOfVideo; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= (byte)(1 << (i & 7));
            File.WriteAllBytes(file, damaged);
            using VideoFrames? kept = Cache().Find(path);
            Assert.True(kept is null, $"Byte {i} was changed, and the file is trusted.");
            Assert.False(File.Exists(file));
        }
        Assert.Equal(whole.Length - BytesOfVideo, _faults.Count);
        Cache().Decode(path);
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_frame_whose_bytes_have_changed_is_decoded_again()
    {
        string path = Video("a.avi");
        Cache().Decode(path);
        string file = Assert.Single(Files());
        byte[] whole = File.ReadAllBytes(file);
        foreach (int at in new[] { 0, 7, BytesOfVideo / 2, BytesOfVideo - 1 })
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 4;
            File.WriteAllBytes(file, damaged);
            using (VideoFrames kept = Cache().Find(path)!)
            {
                byte[] frames = new byte[BytesOfVideo];
                kept.CopyFrames([.. Enumerable.Range(0, 10)], frames);
                Assert.Equal(whole[..BytesOfVideo], frames);
            }
            Assert.Equal(whole, File.ReadAllBytes(file));
        }
        Assert.Equal(4, _faults.Count);
        Assert.Equal($"'{file}' of the cache is damaged or not the cache's; it is deleted and made anew.", _faults[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(BytesOfVideo)]
    [InlineData(-1)]
    [InlineData(-40)]
    public void A_file_that_was_cut_or_has_grown_is_made_anew(int length)
    {
        string path = Video("a.avi");
        Cache().Decode(path);
        string file = Assert.Single(Files());
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, length >= 0 ? whole[..length] : whole[..^-length]);
        Assert.Null(Cache().Find(path));
        Cache().Decode(path);
        File.WriteAllBytes(file, [.. new byte[3], .. whole]);
        Assert.Null(Cache().Find(path));
        Assert.Equal(2, _faults.Count);
        Assert.Empty(Files());
    }

    [Fact]
    public void A_file_of_another_video_under_this_ones_name_is_not_trusted()
    {
        string a = Video("a.avi"), b = Video("b.avi");
        Cache().Decode(a);
        string ofA = Assert.Single(Files());
        Cache().Decode(b);
        File.Copy(Files().Single(file => file != ofA), ofA, overwrite: true);
        Assert.Null(Cache().Find(a));
        using VideoFrames kept = Cache().Find(b)!;
        Assert.Single(_faults);
    }

    [Fact]
    public void Videos_not_used_for_the_longest_go_first_and_strange_files_never()
    {
        string strange = _folder["decoded videos, übung ☂", "notes.frames"];
        File.WriteAllBytes(strange, new byte[3 * BytesOfVideo]);
        FrameCache cache = Cache(3 * (BytesOfVideo + 1000));
        string[] paths = [.. Enumerable.Range(0, 5).Select(i => Video($"{i}.avi"))];
        for (int i = 0; i < 3; i++)
        {
            string[] before = Files();
            cache.Decode(paths[i]);
            File.SetLastWriteTimeUtc(Files().Except(before).Single(), DateTime.UtcNow.AddMinutes(i - 30));
        }
        cache.Find(paths[0])!.Dispose();   // now the one used last
        cache.Decode(paths[3]);
        Assert.InRange(cache.HeldBytes, 3 * BytesOfVideo, cache.CapacityBytes);
        Assert.Equal([true, false, true, true], paths[..4].Select(IsKept));

        // What another process has written counts too.
        Cache(1 << 30).Decode(paths[4]);
        Assert.True(cache.HeldBytes > cache.CapacityBytes);
        cache.Decode(paths[1]);
        Assert.InRange(cache.HeldBytes, 3 * BytesOfVideo, cache.CapacityBytes);
        Assert.True(File.Exists(strange));

        bool IsKept(string path)
        {
            using VideoFrames? kept = Cache().Find(path);
            return kept is not null;
        }
    }

    [Fact]
    public void A_video_that_would_take_more_than_half_of_the_capacity_is_not_kept()
    {
        string path = Video("a.avi");
        FrameCache cache = Cache(2 * BytesOfVideo - 1);
        Assert.Equal(10, cache.Decode(path).FrameCount);
        Assert.Equal((0, 0), (cache.WriteCount, cache.HeldBytes));
        Assert.False(Directory.Exists(CacheFolder));
    }

    [Fact]
    public void Only_leftovers_that_are_old_and_that_nobody_writes_are_swept_up()
    {
        string old = Half("0123456789abcdef0123456789abcdef.half", hours: -2), young = Half("1123456789abcdef0123456789abcdef.half", hours: 0);
        string held = Half("2123456789abcdef0123456789abcdef.half", hours: 0), strange = Half("of somebody.half", hours: -2);
        using (new FileStream(held, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            File.SetLastWriteTimeUtc(held, DateTime.UtcNow.AddHours(-2));
            Cache().Decode(Video("a.avi"));
            Assert.Equal([false, true, true, true], new[] { old, young, held, strange }.Select(File.Exists));
        }

        string Half(string name, int hours)
        {
            string path = _folder["decoded videos, übung ☂", name];
            File.WriteAllBytes(path, [1, 2, 3]);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(hours));
            return path;
        }
    }

    [Fact]
    public void The_folder_may_go_while_a_video_of_it_is_read()
    {
        string path = Video("a.avi");
        FrameCache cache = Cache();
        cache.Decode(path);
        using (VideoFrames kept = cache.Find(path)!)
        {
            Directory.Delete(CacheFolder, recursive: true);
            Assert.Equal(Enumerable.Range(0, 10), NumberedVideo.NumbersOf(kept));
        }
        Assert.Null(cache.Find(path));
        cache.Decode(path);
        cache.Find(path)!.Dispose();
        Assert.Equal(2, cache.WriteCount);
        Assert.Empty(_faults);
    }

    [Fact]
    public void A_folder_that_can_not_be_written_is_told_of_once_and_again_after_it_has_worked()
    {
        string path = Video("a.avi");
        File.WriteAllText(CacheFolder, "A file where the folder should be.");
        FrameCache cache = Cache();
        for (int i = 0; i < 3; i++)
            Assert.Equal(10, cache.Decode(path).FrameCount);
        Assert.Null(cache.Find(path));
        Assert.StartsWith($"Can't keep decoded videos in '{CacheFolder}', they are decoded each time: ", Assert.Single(_faults));
        Assert.Equal(_faults[0], cache.LastFault);

        File.Delete(CacheFolder);
        cache.Decode(path);
        Directory.Delete(CacheFolder, recursive: true);
        File.WriteAllText(CacheFolder, "");
        cache.Decode(path);
        cache.Decode(path);
        Assert.Equal((2, 1), (_faults.Count, cache.WriteCount));
        File.Delete(CacheFolder);
    }

    [Fact]
    public void Many_threads_that_write_read_and_delete_at_once_get_the_right_frames()
    {
        string[] paths = [.. Enumerable.Range(0, 4).Select(i => Video($"{i}.avi", 10 + i))];
        FrameCache[] caches = [Cache(3 * BytesOfVideo), Cache(1 << 30)];
        FrameStore[] stores = [.. caches.Select(cache => new FrameStore(Scaling, 0, cache))];
        Parallel.For(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            using VideoFrames video = stores[i & 1].Get(paths[i * 7 % 4]);
            if (i % 10 == 3)
                Array.ForEach(Files(), File.Delete);
            Assert.Equal(Enumerable.Range(0, 10 + i * 7 % 4), NumberedVideo.NumbersOf(video));
        });
        Assert.Empty(_faults);
        Assert.All(Files(), file => Assert.EndsWith(".frames", file));
    }

    [Fact]
    public void A_store_with_a_cache_decodes_nothing_that_another_store_has_decoded()
    {
        string[] paths = [Video("a.avi"), Video("b.avi", 12)];
        FrameStore first = new(Scaling, 1 << 30, Cache()), second = new(Scaling, 1 << 30, Cache());
        foreach (string path in paths)
        {
            using VideoFrames decoded = first.Get(path), kept = second.Get(path);
            Assert.Equal(NumberedVideo.NumbersOf(decoded), NumberedVideo.NumbersOf(kept));
        }
        Assert.Equal((2, 0), (first.DecodeCount, second.DecodeCount));
        Assert.StartsWith("The cache scales frames to short side 48, the store to 64x48.",
            Assert.Throws<ArgumentException>(() => new FrameStore(FrameScaling.ToSize(new FrameSize(64, 48)), 1, Cache())).Message);
    }

    private FrameCache Cache(long capacity = 1 << 30) => new(CacheFolder, Scaling, capacity, new Listener<string>(fault =>
    {
        lock (_faults)
            _faults.Add(fault);
    }));

    private string[] Files() => Directory.Exists(CacheFolder) ? Directory.GetFiles(CacheFolder) : [];

    private string Video(params string[] name) => Video(name, 10);

    private string Video(string name, int frames) => Video([name], frames);

    private string Video(string[] name, int frames) => NumberedVideo.Write(_folder[name], frames);
}

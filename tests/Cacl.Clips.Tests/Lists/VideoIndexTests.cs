namespace Cacl.Clips.Tests;

public sealed class VideoIndexTests : IDisposable
{
    private readonly ListFiles _files = new();
    private readonly List<VideoIndexProgress> _reports = [];

    public void Dispose() => _files.Dispose();

    private IProgress<VideoIndexProgress> Reports => new Listener<VideoIndexProgress>(_reports.Add);

    private static VideoIndex Examine(IEnumerable<string> paths, VideoIndex? known = null, int workers = 0, IProgress<VideoIndexProgress>? progress = null) =>
        VideoIndex.Examine(paths, known, workers, progress, null, TestContext.Current.CancellationToken);

    private static VideoIndex Update(string file, IEnumerable<string> paths, IProgress<VideoIndexProgress>? progress = null) =>
        VideoIndex.Update(file, paths, 0, progress, null, TestContext.Current.CancellationToken);

    private string Video(string name, int frames) => NumberedVideo.Write(_files[name], frames);

    [Fact]
    public void Examine_tells_frames_size_rate_and_faults_in_the_order_given()
    {
        string a = Video("a.avi", 7), empty = _files.Write("empty.avi", ""), text = _files.Write("text.avi", "no video"), missing = _files["missing.avi"], b = Video("b ü.avi", 3);
        VideoIndex index = Examine([a, empty, text, missing, _files.Root, b, Path.Join(_files.Root, ".", "a.avi")], workers: 3, progress: Reports);

        Assert.Equal([a, empty, text, missing, _files.Root, b], index.Videos.Select(video => video.Path));
        Assert.Equal([7, 0, 0, 0, 0, 3], index.Videos.Select(video => video.FrameCount));
        Assert.Equal([null, VideoFault.Empty, VideoFault.NotAVideo, VideoFault.Missing, VideoFault.Directory, null], index.Videos.Select(video => video.Fault));
        ExaminedVideo first = index.Find(a)!;
        Assert.Equal(new ExaminedVideo(a, new FileInfo(a).Length, File.GetLastWriteTimeUtc(a), 7, NumberedVideo.Size, 25, 7, EndingKind: VideoEndingKind.Complete, SeekTable: first.SeekTable), first);
        Assert.Equal(first.Ending, first.SeekTable!.Ending);
        Assert.False(first.EndsEarly);
        Assert.Equal("there is no such file", index.Find(missing)!.Cause);
        Assert.Null(index.Find(_files["other.avi"]));
        Assert.Empty(index.Outdated);

        Assert.Equal([1, 2, 3, 4, 5, 6], _reports.Select(report => report.Done));
        Assert.All(_reports, report => Assert.Equal((6, 0), (report.Total, report.Reused)));
        Assert.Equal(4, _reports[^1].Faulty);
        Assert.Equal(index.Videos.Select(video => video.Path).Order(), _reports.Select(report => report.Path).Order());
    }

    [Fact]
    public void Seek_tables_are_kept_and_serve_reading()
    {
        string path = NumberedVideo.Write(_files["long.mp4"], 400, "mp4v");
        Update(_files["index.jsonl"], [path]);
        ExaminedVideo video = VideoIndex.Load(_files["index.jsonl"]).Find(path)!;
        Assert.Equal(new VideoEnding(VideoEndingKind.Complete, 400, 400), video.Ending);
        Assert.InRange(video.SeekTable!.PointCount, 5, 20);

        using VideoFile file = VideoFile.Open(path, seekTable: video.SeekTable);
        byte[] pixels = new byte[NumberedVideo.Size.ByteCount];
        file.Read([390], NumberedVideo.Size, pixels);
        Assert.Equal((390 & 255, 1), (NumberedVideo.NumberOf(pixels, NumberedVideo.Size), file.SeekCount));
    }

    [Fact]
    public void A_cut_file_ends_early_or_has_a_fault()
    {
        string path = Video("a.avi", 40);
        using (FileStream stream = File.OpenWrite(path))
            stream.SetLength(stream.Length / 2);
        ExaminedVideo video = Assert.Single(Examine([path]).Videos);
        Assert.InRange(video.FrameCount, 1, 39);
        Assert.Equal((true, VideoEndingKind.EndedEarly), (video.EndsEarly, video.Ending!.Kind));
    }

    [Fact]
    public void Save_and_Load_keep_everything_also_when_folder_and_index_move_together()
    {
        Video("set/a 'b\" ü.avi", 4);
        _files.Write("set/deep/empty.avi", "");
        string outside = Video("outside.avi", 2);
        VideoIndex index = Examine([_files["set/a 'b\" ü.avi"], _files["set/deep/empty.avi"], outside]);
        index.Save(_files["set/index.jsonl"]);
        Assert.Equal(index.Videos, VideoIndex.Load(_files["set/index.jsonl"]).Videos);
        Assert.Equal(
            """{"path":"a 'b\" ü.avi","bytes":""",
            File.ReadLines(_files["set/index.jsonl"]).ElementAt(1)[..31]);

        Directory.Move(Path.Join(_files.Root, "set"), Path.Join(_files.Root, "moved"));
        VideoIndex moved = VideoIndex.Load(_files["moved/index.jsonl"]);
        Assert.Equal([_files["moved/a 'b\" ü.avi"], _files["moved/deep/empty.avi"], outside], moved.Videos.Select(video => video.Path));
        Assert.Equal(["a 'b\" ü.avi", "deep", "index.jsonl"], Directory.GetFileSystemEntries(Path.Join(_files.Root, "moved")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_leaves_out_what_has_changed_in_size_or_time_or_is_gone()
    {
        string same = Video("same.avi", 2), touched = Video("touched.avi", 2), grown = Video("grown.avi", 2), gone = Video("gone.avi", 2), missing = _files["missing.avi"];
        Examine([same, touched, grown, gone, missing]).Save(_files["index.jsonl"]);
        File.SetLastWriteTimeUtc(touched, File.GetLastWriteTimeUtc(touched).AddSeconds(1));
        DateTime time = File.GetLastWriteTimeUtc(grown);
        File.AppendAllText(grown, "x");
        File.SetLastWriteTimeUtc(grown, time);
        File.Delete(gone);

        VideoIndex loaded = VideoIndex.Load(_files["index.jsonl"]);
        Assert.Equal([same], loaded.Videos.Select(video => video.Path));
        Assert.Equal([touched, grown, gone, missing], loaded.Outdated);
    }

    [Fact]
    public void Update_examines_only_what_is_new_or_has_changed_and_keeps_what_other_lists_know()
    {
        string a = Video("a.avi", 2), b = Video("b.avi", 3), c = Video("c.avi", 4), file = _files["index.jsonl"];
        Assert.Equal([2, 3], Update(file, [a, b], progress: Reports).Videos.Select(video => video.FrameCount));
        Assert.Equal(0, _reports[^1].Reused);

        NumberedVideo.Write(b, 5);
        Assert.Equal([5, 4], Update(file, [b, c], progress: Reports).Videos.Select(video => video.FrameCount));
        Assert.Equal((2, 0), (_reports[^1].Done, _reports[^1].Reused));
        Assert.Equal([2, 5, 4], new[] { a, b, c }.Select(path => VideoIndex.Load(file).Find(path)!.FrameCount));

        Assert.Equal([2, 5, 4], Update(file, [a, b, c], progress: Reports).Videos.Select(video => video.FrameCount));
        Assert.Equal((3, 3), (_reports[^1].Done, _reports[^1].Reused));
    }

    [Fact]
    public void An_entry_is_taken_from_a_known_index_without_decoding_while_its_file_is_unchanged()
    {
        string a = Video("a.avi", 2);
        VideoIndex known = Examine([a]);
        Assert.Same(known.Videos[0], Examine([a], known).Videos[0]);
        File.SetLastWriteTimeUtc(a, File.GetLastWriteTimeUtc(a).AddSeconds(-5));
        Assert.NotSame(known.Videos[0], Examine([a], known).Videos[0]);
    }

    [Fact]
    public void A_stopped_Update_keeps_what_is_done_and_goes_on_from_there()
    {
        string[] videos = [.. Enumerable.Range(0, 6).Select(i => Video($"{i}.avi", i + 1))];
        using CancellationTokenSource source = new();
        Listener<VideoIndexProgress> stopAfterTwo = new(report =>
        {
            if (report.Done == 2)
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => VideoIndex.Update(_files["index.jsonl"], videos, 1, stopAfterTwo, null, source.Token));
        Assert.Equal([1, 2], VideoIndex.Load(_files["index.jsonl"]).Videos.Select(video => video.FrameCount));

        Assert.Equal([1, 2, 3, 4, 5, 6], Update(_files["index.jsonl"], videos, progress: Reports).Videos.Select(video => video.FrameCount));
        Assert.Equal(2, _reports[^1].Reused);
    }

    [Fact]
    public void Update_saves_while_it_works()
    {
        string a = Video("a.avi", 2), b = Video("b.avi", 3), file = _files["index.jsonl"];
        List<string> saved = [];
        Listener<VideoIndexProgress> look = new(report =>
        {
            if (report.Done == 1)
                saved.AddRange(VideoIndex.Load(file).Videos.Select(video => video.Path));
        });
        VideoIndex.Update(file, [a, b], 1, look, null, TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Equal([a], saved);
        Assert.Equal([a, b], VideoIndex.Load(file).Videos.Select(video => video.Path));
        Assert.Equal(["a.avi", "b.avi", "index.jsonl"], Directory.GetFileSystemEntries(_files.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Update_keeps_what_others_have_added_to_the_file_meanwhile()
    {
        string a = Video("a.avi", 2), b = Video("b.avi", 3), theirs = Video("theirs.avi", 4), file = _files["index.jsonl"];
        Listener<VideoIndexProgress> other = new(report =>
        {
            if (report.Done == 1)
                Update(file, [theirs]);
        });
        Update(file, [a, b], other);
        Assert.Equal([a, b, theirs], VideoIndex.Load(file).Videos.Select(video => video.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Several_that_update_a_file_at_once_lose_nothing()
    {
        string[] videos = [.. Enumerable.Range(0, 12).Select(i => _files.Write($"{i:00}.avi", ""))];
        string file = _files["index.jsonl"];
        await Task.WhenAll(videos.Select(video => Task.Run(() => VideoIndex.Update(file, [video], 1, null, null, TimeSpan.Zero, TestContext.Current.CancellationToken))));
        Assert.Equal(videos, VideoIndex.Load(file).Videos.Select(video => video.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_another_release_of_the_decoder_examined_is_examined_anew()
    {
        string a = Video("a.avi", 2), file = _files["index.jsonl"];
        Update(file, [a]);
        string text = File.ReadAllText(file);
        Assert.Contains(DecoderVersion.Text, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(DecoderVersion.Text, "another", StringComparison.Ordinal));
        Assert.Equal([a], VideoIndex.Load(file).Outdated);
        Update(file, [a], Reports);
        Assert.Equal(0, _reports[^1].Reused);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Theory]
    [InlineData(VideoFault.Stalled, false)]
    [InlineData(VideoFault.TooLarge, false)]
    [InlineData(VideoFault.Missing, false)]
    [InlineData(VideoFault.NotAVideo, true)]
    [InlineData(null, true)]
    public void A_fault_that_another_try_may_not_find_is_not_held_to_be_unchanged(VideoFault? fault, bool isUnchanged)
    {
        ExaminedVideo video = Examine([Video("a.avi", 2)]).Videos[0];
        Assert.Equal(isUnchanged, (video with { Fault = fault }).IsUnchanged());
    }

    [Fact]
    public void A_failing_progress_comes_out_as_it_is()
    {
        string a = Video("a.avi", 2);
        Assert.Equal("enough", Assert.Throws<NotSupportedException>(() => Examine([a], progress: new Listener<VideoIndexProgress>(_ => throw new NotSupportedException("enough")))).Message);
        Assert.Throws<ArgumentOutOfRangeException>("workers", () => Examine([a], workers: -1));
    }

    [Fact]
    public void Five_thousand_entries_are_saved_loaded_and_checked()
    {
        string[] videos = [.. Enumerable.Range(0, 5000).Select(i => _files.Write($"{i}.avi", ""))];
        Update(_files["index.jsonl"], videos, progress: Reports);
        Assert.Equal((5000, 5000, 0, 5000), (_reports[^1].Done, _reports[^1].Total, _reports[^1].Reused, _reports[^1].Faulty));
        Assert.Equal(videos, VideoIndex.Load(_files["index.jsonl"]).Videos.Select(video => video.Path));
    }

    [Theory]
    [InlineData("", "line 1: expected {\"format\":\"cacl-video-index\",\"version\":3,\"decoder\":\"...\"}, found nothing")]
    [InlineData("{\"format\":\"cacl-video-index\",\"version\":2}\n", "line 1: expected {\"format\":\"cacl-video-index\",\"version\":3,\"decoder\":\"...\"}, found '{\"format\":\"cacl-video-index\",\"version\":2}'")]
    [InlineData("{}\n", "line 1: expected {\"format\":\"cacl-video-index\",\"version\":3,\"decoder\":\"...\"}, found '{}'")]
    [InlineData("{\"format\":\"cacl-video-index\",\"version\":3,\"decoder\":\"1\"}\n{\"path\":\"a\"}\n", "line 2: expected the JSON of a video, found '{\"path\":\"a\"}'")]
    [InlineData("{\"format\":\"cacl-video-index\",\"version\":3,\"decoder\":\"1\"}\nnull\n", "line 2: expected the JSON of a video, found 'null'")]
    [InlineData("{\"format\":\"cacl-video-index\",\"version\":3,\"decoder\":\"1\"}\n{\"path\":\"half\n", "line 2: expected the JSON of a video, found '{\"path\":\"half'")]
    [InlineData("{\"format\":\"cacl-video-index\",\"version\":3,\"decoder\":\"1\"}\n{\"path\":\"half\n{\"path\":\"half", "line 2: expected the JSON of a video, found '{\"path\":\"half'")]
    public void A_file_that_is_no_index_is_refused_and_left_as_it_is(string content, string message)
    {
        string file = _files.Write("index.jsonl", content);
        message = $"Can't read the video index '{file}', {message}. Delete it to have the videos examined anew.";
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => VideoIndex.Load(file)).Message);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Update(file, [])).Message);
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    public void Saving_where_nothing_can_be_written_leaves_nothing_behind()
    {
        VideoIndex index = Examine([]);
        Directory.CreateDirectory(_files["index.jsonl"]);
        Assert.ThrowsAny<Exception>(() => index.Save(_files["index.jsonl"]));
        Assert.Equal(["index.jsonl"], Directory.GetFileSystemEntries(_files.Root).Select(Path.GetFileName));
        Assert.Throws<DirectoryNotFoundException>(() => index.Save(Path.Join(_files.Root, "nowhere", "index.jsonl")));
    }

    [Fact]
    public void An_index_that_is_cut_off_in_its_last_line_loses_that_video_alone()
    {
        string a = Video("a.avi", 2), b = Video("ü.avi", 3), file = _files["index.jsonl"];
        Update(file, [a, b]);
        byte[] whole = File.ReadAllBytes(file);
        int lastLine = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        // From nothing of the last line up to all of it but its end.
        foreach (int length in new[] { lastLine, lastLine + 1, lastLine + 10, lastLine + 11, whole.Length - 2 })
        {
            File.WriteAllBytes(file, whole[..length]);
            Assert.Equal([a], VideoIndex.Load(file).Videos.Select(video => video.Path));
            _reports.Clear();
            Assert.Equal([2, 3], Update(file, [a, b], progress: Reports).Videos.Select(video => video.FrameCount));
            Assert.Equal(1, _reports[^1].Reused);
            Assert.Equal(whole, File.ReadAllBytes(file));
        }
        File.WriteAllBytes(file, whole[..^1]);
        Assert.Equal([a, b], VideoIndex.Load(file).Videos.Select(video => video.Path));
    }

    [Fact]
    public void Update_writes_nothing_when_nothing_is_new()
    {
        string a = Video("a.avi", 2), missing = _files["missing.avi"], file = _files["index.jsonl"];
        Update(file, [a, missing, _files.Root]);
        DateTime written = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal([2, 0, 0], Update(file, [a, missing, _files.Root]).Videos.Select(video => video.FrameCount));
        Assert.Equal([2], Update(file, [a]).Videos.Select(video => video.FrameCount));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));

        Video("missing.avi", 4);
        Assert.Equal([2, 4], Update(file, [a, missing]).Videos.Select(video => video.FrameCount));
        Assert.NotEqual(written, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public void An_index_that_can_not_be_written_is_told_before_any_video_is_decoded()
    {
        string a = Video("a.avi", 2), folder = Directory.CreateDirectory(_files["folder"]).FullName, nowhere = Path.Join(_files.Root, "nowhere", "index.jsonl");
        Assert.Equal($"Can't write the video index '{folder}': it is a folder.", Assert.Throws<IOException>(() => Update(folder, [a], Reports)).Message);
        Assert.Equal(
            $"Can't write the video index '{nowhere}': there is no folder '{Path.GetDirectoryName(nowhere)}'.",
            Assert.Throws<DirectoryNotFoundException>(() => Update(nowhere, [a], Reports)).Message);
        Assert.StartsWith($"Can't write the video index '{a}/index.jsonl': ", Assert.ThrowsAny<IOException>(() => Update($"{a}/index.jsonl", [a], Reports)).Message);
        Assert.Empty(_reports);
        Assert.Equal(["a.avi", "folder"], Directory.GetFileSystemEntries(_files.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}

namespace Cacl.Clips.Tests;

/// <summary>A link is the file that it leads to: what is known of it holds as long as that file does not change.</summary>
public sealed class LinkedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LinkedFileTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a permission there.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stamp_of_a_link_is_that_of_its_last_target()
    {
        string target = NumberedVideo.Write(_folder["a.avi"], 3);
        File.SetLastWriteTimeUtc(target, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        FileStamp stamp = new(new FileInfo(target).Length, File.GetLastWriteTimeUtc(target));
        string near = Link("near.avi", "a.avi"), far = Link("far.avi", near);
        foreach (string path in new[] { target, near, far })
        {
            Assert.Equal(stamp, FileStamp.Of(path));
            Assert.Equal(stamp, FileStamp.OfReadable(path));
        }
    }

    [Fact]
    public void A_relative_link_in_a_linked_folder_starts_from_where_that_folder_is()
    {
        string target = NumberedVideo.Write(_folder["store", "a.avi"], 3);
        NumberedVideo.Write(_folder["a.avi"], 9);
        Link(Path.Join("store", "deep", "link.avi"), Path.Join("..", "a.avi"));
        Directory.CreateSymbolicLink(_folder["set"], Path.Join("store", "deep"));
        Assert.Equal(FileStamp.Of(target), FileStamp.Of(Path.Join(_folder.Root, "set", "link.avi")));
    }

    [Fact]
    public void Frames_counts_and_seek_tables_of_a_link_go_when_its_target_changes()
    {
        string target = NumberedVideo.Write(_folder["a.avi"], 10), link = Link("link.avi", target), file = _folder["index.jsonl"];
        FrameCache cache = new(_folder["cache"], FrameScaling.ToShortSide(48), 1 << 30);
        cache.Decode(link);
        cache.Find(link)!.Dispose();
        ExaminedVideo known = VideoIndex.Update(file, [link], cancellation: TestContext.Current.CancellationToken).Videos[0];
        Assert.True(known.IsUnchanged());

        NumberedVideo.Write(target, 12);
        Assert.Null(cache.Find(link));
        Assert.False(known.IsUnchanged());
        Assert.Equal([link], VideoIndex.Load(file).Outdated);
        Assert.Equal(12, VideoIndex.Update(file, [link], cancellation: TestContext.Current.CancellationToken).Videos[0].FrameCount);
        using VideoFile video = VideoFile.Open(link, seekTable: known.SeekTable);
        Assert.Equal((null, 12), (video.Ending, video.CountFrames()));
    }

    [Fact]
    public void Links_that_lead_to_no_readable_content_are_refused()
    {
        File.WriteAllBytes(_folder["empty.mp4"], []);
        string pipe = _folder["pipe"];
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            made.WaitForExit();
        Directory.CreateDirectory(_folder["folder"]);
        Link("circle.mp4", "circle.mp4");
        Assert.Equal(
            [VideoFault.Empty, VideoFault.Empty, VideoFault.Directory, VideoFault.Missing, VideoFault.Missing],
            new[] { Link("1.mp4", "empty.mp4"), Link("2.mp4", pipe), Link("3.mp4", "folder"), Link("4.mp4", "nowhere"), Link("5.mp4", "circle.mp4") }
                .Select(path => Assert.Throws<VideoException>(() => VideoFile.Open(path)).Fault));
        Directory.CreateSymbolicLink(_folder["a"], "b");
        Directory.CreateSymbolicLink(_folder["b"], "a");
        foreach (string path in new[] { "circle.mp4", "4.mp4", "a/a.mp4" })
            Assert.Null(FileStamp.Of(Path.Join(_folder.Root, path)));
    }

    private string Link(string name, string target) => File.CreateSymbolicLink(_folder[name], target).FullName;
}

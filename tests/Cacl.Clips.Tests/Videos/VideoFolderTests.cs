namespace Cacl.Clips.Tests;

public sealed class VideoFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_labels_videos_by_their_first_level_folder_in_ordinal_order()
    {
        foreach (string name in new[] { "Run/b.mp4", "Run/a.AVI", "Run/deep/er/c.webm", "Jump/x.mkv", "jump/y.mov", "loose.ogv" })
            File.WriteAllText(_folder[name.Split('/')], "");
        foreach (string name in new[] { "Run/notes.txt", "Run/.hidden.mp4", ".cache/z.mp4", "labels.csv", "mp4" })
            File.WriteAllText(_folder[name.Split('/')], "");

        Assert.Equal(
            [("Jump/x.mkv", "Jump"), ("Run/a.AVI", "Run"), ("Run/b.mp4", "Run"), ("Run/deep/er/c.webm", "Run"), ("jump/y.mov", "jump"), ("loose.ogv", null)],
            VideoFolder.List(_folder.Root).Select(video => (Path.GetRelativePath(_folder.Root, video.Path).Replace('\\', '/'), video.Label)));
    }

    [Fact]
    public void List_follows_linked_folders_once()
    {
        File.WriteAllText(_folder["a", "b", "v.mp4"], "");
        Directory.CreateSymbolicLink(_folder["a", "b", "up"], _folder.Root);
        Assert.Equal("a", Assert.Single(VideoFolder.List(_folder.Root)).Label);
    }

    [Theory]
    [InlineData("alias")]
    [InlineData("zz")]
    public void A_folder_goes_before_the_links_to_it(string link)
    {
        File.WriteAllText(_folder["real", "good.mp4"], "");
        Directory.CreateSymbolicLink(_folder[link], _folder["real"]);
        Directory.CreateSymbolicLink(_folder["Inner", "deep"], _folder["real"]);
        VideoEntry video = Assert.Single(VideoFolder.List(_folder.Root));
        Assert.Equal(("real", _folder["real", "good.mp4"]), (video.Label, video.Path));
    }

    [Fact]
    public void Of_several_links_to_a_folder_elsewhere_the_first_by_name_counts()
    {
        File.WriteAllText(_folder["elsewhere", "run", "v.mp4"], "");
        foreach (string name in new[] { "c", "b", "d" })
            Directory.CreateSymbolicLink(_folder["set", name], _folder["elsewhere", "run"]);
        Assert.Equal("b", Assert.Single(VideoFolder.List(_folder["set"])).Label);
    }

    [Fact]
    public void A_folder_is_known_again_when_the_root_is_reached_through_a_link()
    {
        File.WriteAllText(_folder["disk", "set", "run", "v.mp4"], "");
        Directory.CreateSymbolicLink(_folder["mounted"], _folder["disk"]);
        Directory.CreateSymbolicLink(_folder["disk", "set", "again"], _folder["disk", "set", "run"]);
        Assert.Equal("run", Assert.Single(VideoFolder.List(Path.Join(_folder.Root, "mounted", "set"))).Label);
    }

    [Fact]
    public void Links_that_lead_nowhere_are_no_folders()
    {
        File.WriteAllText(_folder["run", "v.mp4"], "");
        Directory.CreateSymbolicLink(_folder["a"], _folder["b"]);
        Directory.CreateSymbolicLink(_folder["b"], _folder["a"]);
        Directory.CreateSymbolicLink(_folder["gone"], _folder["missing"]);
        Assert.Equal("run", Assert.Single(VideoFolder.List(_folder.Root)).Label);
    }

    [Fact]
    public void A_folder_that_goes_while_the_listing_is_made_is_left_out()
    {
        File.WriteAllText(_folder["run", "v.mp4"], "");
        File.WriteAllText(_folder["jump", "w.mp4"], "");
        Directory.CreateSymbolicLink(_folder["link"], Directory.CreateDirectory(_folder["jump", "high"]).FullName);
        IReadOnlyList<VideoEntry> videos = VideoFolder.List(_folder.Root, folder =>
        {
            if (Path.GetFileName(folder) == "jump")
                Directory.Delete(folder, recursive: true);
            return new DirectoryInfo(folder).EnumerateFileSystemInfos();
        });
        Assert.Equal("run", Assert.Single(videos).Label);
    }

    [Fact]
    public void A_folder_that_can_not_be_listed_is_named_with_what_to_do()
    {
        string locked = Path.GetDirectoryName(_folder["run", "locked", "v.mp4"])!, root = _folder.Root;
        const string remedy = "Mend that, move the folder elsewhere, or give it a name that begins with a dot to have it left out.";
        File.WriteAllText(_folder["run", "v.mp4"], "");

        Exception fault = Assert.Throws<UnauthorizedAccessException>(() => ListWith(locked, new UnauthorizedAccessException("no")));
        Assert.Equal($"Can't list the videos of '{root}': this process may not list the folder '{locked}'. {remedy}", fault.Message);
        fault = Assert.Throws<IOException>(() => ListWith(locked, new IOException("Stale file handle.")));
        Assert.Equal($"Can't list the videos of '{root}': the folder '{locked}' can't be listed: Stale file handle. {remedy}", fault.Message);
        fault = Assert.Throws<UnauthorizedAccessException>(() => ListWith(root, new UnauthorizedAccessException("no")));
        Assert.Equal($"Can't list the videos of '{root}': this process may not list the folder '{root}'. Mend that, or choose another folder.", fault.Message);

        void ListWith(string faulty, Exception exception) =>
            VideoFolder.List(root, folder => folder == faulty ? throw exception : new DirectoryInfo(folder).EnumerateFileSystemInfos());
    }

    [Fact]
    public void List_says_what_is_wrong_with_a_folder()
    {
        string missing = _folder["missing"], file = _folder["file.mp4"], empty = _folder["empty", "x"], other = _folder["other", "notes.txt"];
        File.WriteAllText(file, "");
        File.WriteAllText(other, "");
        (empty, other) = (Path.GetDirectoryName(empty)!, Path.GetDirectoryName(other)!);
        string hollow = Path.GetDirectoryName(Path.GetDirectoryName(_folder["hollow", "inner", "x"])!)!;

        Assert.Equal($"There is no folder '{missing}'.", Assert.Throws<DirectoryNotFoundException>(() => VideoFolder.List(missing)).Message);
        Assert.Equal($"'{file}' is a file; a folder of videos is wanted.", Assert.Throws<DirectoryNotFoundException>(() => VideoFolder.List(file)).Message);
        Assert.Equal($"The folder '{empty}' is empty.", Assert.Throws<InvalidDataException>(() => VideoFolder.List(empty)).Message);
        Assert.Equal($"The folder '{hollow}' holds no file, nor does a folder within; names that begin with a dot do not count.", Assert.Throws<InvalidDataException>(() => VideoFolder.List(hollow)).Message);
        Assert.Equal(
            $"The folder '{other}' holds no videos: none of its 1 file ends like a video (.mp4, .avi, .mkv, .webm, .mov, ...).",
            Assert.Throws<InvalidDataException>(() => VideoFolder.List(other)).Message);
    }
}

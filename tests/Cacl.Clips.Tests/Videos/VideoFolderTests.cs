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

    [Fact]
    public void List_says_what_is_wrong_with_a_folder()
    {
        string missing = _folder["missing"], file = _folder["file.mp4"], empty = _folder["empty", "x"], other = _folder["other", "notes.txt"];
        File.WriteAllText(file, "");
        File.WriteAllText(other, "");
        (empty, other) = (Path.GetDirectoryName(empty)!, Path.GetDirectoryName(other)!);

        Assert.Equal($"There is no folder '{missing}'.", Assert.Throws<DirectoryNotFoundException>(() => VideoFolder.List(missing)).Message);
        Assert.Equal($"'{file}' is a file; a folder of videos is wanted.", Assert.Throws<DirectoryNotFoundException>(() => VideoFolder.List(file)).Message);
        Assert.Equal($"The folder '{empty}' is empty.", Assert.Throws<InvalidDataException>(() => VideoFolder.List(empty)).Message);
        Assert.Equal(
            $"The folder '{other}' holds no videos: none of its 1 file ends like a video (.mp4, .avi, .mkv, .webm, .mov, ...).",
            Assert.Throws<InvalidDataException>(() => VideoFolder.List(other)).Message);
    }
}

namespace Cacl.Onnx.Tests;

public sealed class TemporaryVideoTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly string folder = Directory.CreateTempSubdirectory("cacl-video-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_video_lies_in_its_folder_until_it_is_disposed()
    {
        using (TemporaryVideo video = TemporaryVideo.Write(Content, folder))
        {
            Assert.Equal(folder, Path.GetDirectoryName(video.Path));
            Assert.Equal(Content, File.ReadAllBytes(video.Path));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void A_folder_that_fails_gives_way_to_the_other()
    {
        using TemporaryVideo video = TemporaryVideo.WriteToFirst(Path.Join(folder, "absent"), folder, Content);

        Assert.Equal(folder, Path.GetDirectoryName(video.Path));
        Assert.Equal(Content, File.ReadAllBytes(video.Path));
    }

    [Fact]
    public void The_folder_that_was_chosen_does_not_give_way()
    {
        var fault = Assert.ThrowsAny<IOException>(() => TemporaryVideo.Write(Content, Path.Join(folder, "absent")));

        // What can't be written can't be deleted either, and only the first says why.
        Assert.DoesNotContain(nameof(File.Delete), fault.StackTrace);
    }
}

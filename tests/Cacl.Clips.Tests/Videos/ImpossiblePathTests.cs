namespace Cacl.Clips.Tests;

/// <summary>A path that no file can have is a missing video like any other.</summary>
public sealed class ImpossiblePathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "Can't read the video '': its path is empty.")]
    [InlineData("a\0b", "Can't read the video 'a\0b': its path has a null character, which no file's has.")]
    public void Reading_it_is_refused_by_name(string path, string message)
    {
        FrameCache cache = new(_folder["cache"], FrameScaling.ToShortSide(48), 1 << 20);
        Assert.Null(cache.Find(path));
        Action[] reads =
        [
            () => VideoFile.Open(path), () => cache.Decode(path), () => new FrameStore(cache.Scaling, 0).Get(path), () => new FrameStore(cache.Scaling, 0, cache).Get(path),
        ];
        foreach (Action read in reads)
        {
            VideoException exception = Assert.Throws<VideoException>(read);
            Assert.Equal((VideoFault.Missing, message), (exception.Fault, exception.Message));
        }
    }

    [Fact]
    public void An_index_examines_the_others_and_keeps_what_it_knows_of_them()
    {
        string sound = NumberedVideo.Write(_folder["a.avi"], 3), file = _folder["index.jsonl"];
        VideoIndex index = VideoIndex.Update(file, ["", "a\0b", sound], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["", "a\0b", sound], index.Videos.Select(video => video.Path));
        Assert.Equal([VideoFault.Missing, VideoFault.Missing, null], index.Videos.Select(video => video.Fault));
        Assert.Equal("its path is empty", index.Find("")!.Cause);
        Assert.Equal([sound], VideoIndex.Load(file).Videos.Select(video => video.Path));
        Assert.Null(VideoIndex.Load(file).Find("a\0b"));
    }
}

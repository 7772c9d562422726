using System.Text;

namespace Cacl.Clips.Tests;

public sealed class PlaylistTests : IDisposable
{
    private const string Cause = "it is a playlist that names other files; list those in its place";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ffconcat version 1.0\nfile 'good.avi'\n")]
    [InlineData("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ngood.avi\n#EXT-X-ENDLIST\n")]
    [InlineData("\uFEFF\r\n #EXTM3U\ngood.avi\n")]
    [InlineData("<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"urn:mpeg:dash:profile:isoff-live:2011\"/>")]
    [InlineData("\n<CompositionPlaylist/>")]
    public void A_playlist_under_a_videos_name_is_not_followed(string content)
    {
        NumberedVideo.Write(_folder["good.avi"], 3);
        Check(content);
    }

    [Fact]
    public void A_playlist_is_found_behind_a_long_comment_or_much_white_space()
    {
        Check($"<!--{new string('x', 100_000)}-->\n<MPD/>");
        Check($"{new string(' ', 100_000)}<MPD/>");
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_hide_a_playlist() => Check("ffconcat version 1.0\n# \u0001\0\nfile 'good.avi'\n");

    [Fact]
    public void Other_texts_are_called_what_they_are()
    {
        string path = _folder["v.mp4"];
        File.WriteAllText(path, "<?xml version=\"1.0\"?>\n<Error/>");
        Assert.Equal("it is an XML text: it begins with '<?xml version=\"1.0\"?>'", Assert.Throws<VideoException>(() => VideoFile.Open(path)).Cause);
    }

    [Theory]
    [InlineData("YUV4MPEG2 W20000 H20000 F25:1 Ip A1:1 C420jpeg\nFRAME\nab", "it is a YUV4MPEG2 video of 20000x20000 pixels that ends before its first frame does")]
    [InlineData("YUV4MPEG2 W4 H2 F25:1\nFRAME\n", "it is a YUV4MPEG2 video of 4x2 pixels, and no frame of it can be decoded: its data are damaged or missing")]
    [InlineData("YUV4MPEG2 F25:1\nFRAME\n", "it is a YUV4MPEG2 video whose header tells no size of frames")]
    [InlineData("YUV4MPEG2 W99999999999 H2", "it is a YUV4MPEG2 video whose header tells no size of frames")]
    public void Unpacked_video_is_not_called_a_text(string content, string cause)
    {
        using MemoryStream stream = new(Encoding.ASCII.GetBytes(content));
        Assert.Equal((VideoFault.NoFrames, cause), ContainerProbe.WhyNot(stream));
    }

    [Fact]
    public void A_huge_frame_that_is_only_claimed_is_named_with_its_size()
    {
        string path = _folder["v.y4m"];
        File.WriteAllText(path, "YUV4MPEG2 W20000 H20000 F25:1 Ip A1:1 C420jpeg\nFRAME\n" + new string('a', 1000));
        Assert.Contains("20000x20000", Assert.Throws<VideoException>(() => VideoFile.Open(path)).Cause);
    }

    [Fact]
    public void Links_that_lead_in_a_circle_or_nowhere_are_told_from_files_that_may_not_be_read()
    {
        File.CreateSymbolicLink(_folder["a.avi"], _folder["b.avi"]);
        File.CreateSymbolicLink(_folder["b.avi"], _folder["a.avi"]);
        File.CreateSymbolicLink(_folder["gone.avi"], _folder["missing.avi"]);
        foreach ((string name, string cause) in new[] { ("a.avi", "it is a link that leads in a circle"), ("gone.avi", "it is a link that leads to no file") })
        {
            VideoException exception = Assert.Throws<VideoException>(() => VideoFile.Open(_folder[name]));
            Assert.Equal((VideoFault.Missing, cause), (exception.Fault, exception.Cause));
            Assert.Equal(VideoFault.Missing, Assert.Single(VideoIndex.Examine([_folder[name]], cancellation: TestContext.Current.CancellationToken).Videos).Fault);
        }
    }

    private void Check(string content)
    {
        string path = _folder["v.mp4"];
        File.WriteAllText(path, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        VideoException exception = Assert.Throws<VideoException>(() => VideoFile.Open(path));
        Assert.Equal((VideoFault.NotAVideo, Cause), (exception.Fault, exception.Cause));
        using FileStream stream = File.OpenRead(path);
        Assert.Equal((VideoFault.NotAVideo, Cause), ContainerProbe.WhyNot(stream));
    }
}

namespace Cacl.Clips.Tests;

public sealed class ThumbnailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Jpeg_of_a_file_shows_the_frame_at_the_wanted_width()
    {
        string path = NumberedVideo.Write(_folder["v.avi"], 20);
        (FrameSize size, byte[] rgb) = Decode(Thumbnail.Jpeg(path, 13, 80));
        Assert.Equal(new FrameSize(80, 60), size);
        Assert.Equal(13, NumberedVideo.NumberOf(rgb, size));
        Assert.Throws<VideoException>(() => Thumbnail.Jpeg(path, 20, 80));
    }

    [Fact]
    public void Jpeg_of_a_decoded_video_shows_the_frame()
    {
        using VideoFile file = VideoFile.Open(NumberedVideo.Write(_folder["v.avi"], 20));
        (FrameSize size, byte[] rgb) = Decode(Thumbnail.Jpeg(file.ReadAll(48), 7));
        Assert.Equal(new FrameSize(64, 48), size);
        Assert.Equal(7, NumberedVideo.NumberOf(rgb, size));
    }

    [Fact]
    public void Jpeg_keeps_red_red()
    {
        FrameSize red = new(16, 16);
        (_, byte[] rgb) = Decode(Thumbnail.Jpeg(Enumerable.Range(0, 256).SelectMany(_ => new byte[] { 250, 10, 20 }).ToArray(), red));
        Assert.Equal(250, rgb[0], 8.0);
        Assert.Equal(10, rgb[1], 8.0);
        Assert.Equal(20, rgb[2], 8.0);
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.StartsWith("An RGB frame of 2x2 has 12 bytes; here are 3.", Assert.Throws<ArgumentException>(() => Thumbnail.Jpeg(new byte[3], new FrameSize(2, 2))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Thumbnail.Jpeg(new byte[12], new FrameSize(2, 2), 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => Thumbnail.Jpeg("v.mp4", 0, 0));
    }

    /// <summary>A JPEG file is a video of one frame to the decoder.</summary>
    private (FrameSize, byte[]) Decode(byte[] jpeg)
    {
        string path = _folder["picture.jpg"];
        File.WriteAllBytes(path, jpeg);
        using VideoFile file = VideoFile.Open(path);
        FrameSize size = new(file.Width, file.Height);
        return (size, file.ReadAll(size).Frame(0).ToArray());
    }
}

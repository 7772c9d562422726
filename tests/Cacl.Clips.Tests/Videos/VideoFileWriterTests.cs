namespace Cacl.Clips.Tests;

public sealed class VideoFileWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_replaces_a_file_and_Dispose_may_be_repeated()
    {
        string path = _folder["v.mp4"];
        File.WriteAllText(path, "something else");
        using (VideoFileWriter writer = VideoFileWriter.Create(path, NumberedVideo.Size, 12.5, "mp4v"))
        {
            writer.Write(NumberedVideo.Picture(77));
            Assert.Equal(1, writer.FrameCount);
            writer.Dispose();
        }
        using VideoFile file = VideoFile.Open(path);
        Assert.Equal(12.5, file.FramesPerSecond, 6);
        Assert.Equal([77], NumberedVideo.NumbersOf(file.ReadAll(96)));
    }

    [Fact]
    public void Create_says_which_codec_it_lacks_and_leaves_no_file()
    {
        string path = _folder["v.mp4"];
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => VideoFileWriter.Create(path, NumberedVideo.Size, 25, "QQQQ"));
        Assert.Equal($"Can't write '{path}': this OpenCV has no encoder for codec 'QQQQ', or a .mp4 file takes none such.", exception.Message);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Create_says_what_is_wrong_with_its_arguments()
    {
        string path = _folder["v.mp4"];
        Assert.StartsWith("A video is written with even sides of at least 2 pixels, not 15x16.",
            Assert.Throws<ArgumentException>(() => VideoFileWriter.Create(path, new FrameSize(15, 16), 25, "mp4v")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => VideoFileWriter.Create(path, NumberedVideo.Size, 0, "mp4v"));
        Assert.StartsWith("A codec is named by four ASCII characters, such as mp4v; not 'h264x'.",
            Assert.Throws<ArgumentException>(() => VideoFileWriter.Create(path, NumberedVideo.Size, 25, "h264x")).Message);
        Assert.Throws<DirectoryNotFoundException>(() => VideoFileWriter.Create(Path.Combine(_folder.Root, "no", "v.mp4"), NumberedVideo.Size, 25, "mp4v"));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Write_refuses_a_frame_of_another_size()
    {
        using VideoFileWriter writer = VideoFileWriter.Create(_folder["v.avi"], NumberedVideo.Size, 25, "MJPG");
        Assert.StartsWith("An RGB frame of 128x96 has 36864 bytes; here are 36863.", Assert.Throws<ArgumentException>(() => writer.Write(new byte[36863])).Message);
        Assert.Equal(0, writer.FrameCount);
    }
}

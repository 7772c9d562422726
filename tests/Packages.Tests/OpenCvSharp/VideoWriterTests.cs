using OpenCvSharp;

namespace Packages.Tests.OpenCvSharp;

public sealed class VideoWriterTests
{
    [Theory]
    [InlineData("MJPG", "clip.avi")]
    [InlineData("mp4v", "clip.mp4")]
    [InlineData("mp4v", "späte Übung.mp4")]
    public void What_was_written_is_read_again(string codec, string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name);
        using (var writer = new VideoWriter(path, FourCC.FromString(codec), 12, new Size(64, 48)))
        using (var frame = new Mat(48, 64, MatType.CV_8UC3))
        {
            Assert.True(writer.IsOpened());
            Assert.Equal(path, writer.FileName);
            Assert.Equal(new Size(64, 48), writer.FrameSize);
            for (int t = 0; t < 9; t++)
            {
                frame.SetTo(new Scalar(20 * t, 100, 200 - 20 * t));
                writer.Write(frame);
            }
            writer.Release();
            Assert.False(writer.IsOpened());
        }

        using var capture = new VideoCapture(path);
        using var read = new Mat();
        Assert.Equal(12, capture.Fps);
        for (int t = 0; t < 9; t++)
        {
            Assert.True(capture.Read(read));
            Scalar mean = Cv2.Mean(read);
            Assert.Equal(20 * t, mean.Val0, 8.0);
            Assert.Equal(100, mean.Val1, 8.0);
            Assert.Equal(200 - 20 * t, mean.Val2, 8.0);
        }
        Assert.False(capture.Read(read));
    }

    [Fact]
    public void A_writer_into_a_missing_folder_does_not_open()
    {
        using var folder = new TemporaryFolder();
        using var writer = new VideoWriter(folder.File("no/such/clip.avi"), FourCC.MJPG, 12, new Size(64, 48));
        Assert.False(writer.IsOpened());
    }

    [Fact]
    public void A_disposed_writer_refuses_to_write()
    {
        using var folder = new TemporaryFolder();
        using var frame = new Mat(48, 64, MatType.CV_8UC3, Scalar.Black);
        var writer = new VideoWriter(folder.File("clip.avi"), FourCC.MJPG, 12, new Size(64, 48));
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Write(frame));
    }

    [Fact]
    public void Codes_of_four_characters_are_little_endian()
    {
        Assert.Equal(0x47504A4D, VideoWriter.FourCC('M', 'J', 'P', 'G'));
        Assert.Equal(0x47504A4D, VideoWriter.FourCC("MJPG"));
        Assert.Equal(FourCC.MJPG, FourCC.FromString("MJPG").Value);
    }
}

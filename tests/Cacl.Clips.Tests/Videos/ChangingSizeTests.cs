using OpenCvSharp;

namespace Cacl.Clips.Tests;

public sealed class ChangingSizeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Going_back_in_a_video_whose_frames_become_smaller_reads_as_going_on_does()
    {
        byte[] large = Write("large.mpg", new FrameSize(128, 96)), small = Write("small.mpg", new FrameSize(96, 64));
        string path = _folder["both.mpg"];
        File.WriteAllBytes(path, [.. large, .. small]);

        using VideoFile file = VideoFile.Open(path);
        Assert.InRange(file.ReadAll(16).FrameCount, 16, 20);
        byte[] frame = new byte[16 * 16 * 3];
        // Each of these opens the file anew, and the first picture that it asks for is not the first of the file.
        foreach (int number in new[] { 15, 14, 13, 2 })
            file.Read([number], new FrameSize(16, 16), frame);
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(192, 144)]
    public void Frames_before_a_change_of_size_are_exact_and_those_behind_it_keep_their_number(int width, int height)
    {
        const int changed = 10;
        string path = _folder["both.mjpeg"];
        using (FileStream file = File.Create(path))
        {
            for (int i = 0; i < 2 * changed; i++)
                file.Write(Jpeg(i, i < changed ? NumberedVideo.Size : new FrameSize(width, height)));
        }

        using VideoFile video = VideoFile.Open(path);
        byte[] frames = new byte[changed * NumberedVideo.Size.ByteCount];
        video.Read([.. Enumerable.Range(0, changed)], NumberedVideo.Size, frames);
        for (int i = 0; i < changed; i++)
            Assert.Equal(i, NumberedVideo.NumberOf(frames.AsSpan(i * NumberedVideo.Size.ByteCount, NumberedVideo.Size.ByteCount), NumberedVideo.Size));
        try
        {
            DecodedVideo whole = video.ReadAll(NumberedVideo.Size);
            Assert.Equal((2 * changed, VideoEndingKind.Complete), (whole.FrameCount, whole.Ending.Kind));
        }
        catch (VideoException told)
        {
            // A decoder that gives the new size.
            Assert.Equal((VideoFault.Corrupt, changed), (told.Fault, told.Frame));
        }
    }

    private static byte[] Jpeg(int number, FrameSize size)
    {
        using Mat picture = Mat.FromPixelData(NumberedVideo.Size.Height, NumberedVideo.Size.Width, MatType.CV_8UC3, NumberedVideo.Picture(number)), resized = new();
        Cv2.Resize(picture, resized, new Size(size.Width, size.Height));
        return resized.ToBytes(".jpg");
    }

    private byte[] Write(string name, FrameSize size)
    {
        string path = _folder[name];
        try
        {
            using VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, "PIM1");
            for (int i = 0; i < 10; i++)
                writer.Write(Enumerable.Repeat((byte)(20 + 20 * i), size.ByteCount).ToArray());
        }
        catch (NotSupportedException exception)
        {
            Assert.Skip(exception.Message);
        }
        return File.ReadAllBytes(path);
    }
}

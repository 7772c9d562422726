using System.Buffers.Binary;

namespace Cacl.Clips.Tests;

/// <summary>Frames as they are to be shown: turned, and with square pixels. The matrix of an MP4 file's track says both.</summary>
public sealed class PixelAspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new double[] { 1, 0, 0, 1 }, 128, 96, 0)]
    [InlineData(new double[] { 2, 0, 0, 1 }, 256, 96, 0)]
    [InlineData(new double[] { 1, 0, 0, 2 }, 64, 96, 0)]
    [InlineData(new[] { 1.25, 0, 0, 1 }, 160, 96, 0)]
    [InlineData(new double[] { 0, 1, -1, 0 }, 96, 128, 90)]
    [InlineData(new double[] { -1, 0, 0, -1 }, 128, 96, 180)]
    [InlineData(new double[] { 0, -1, 1, 0 }, 96, 128, 90)]
    [InlineData(new double[] { 20, 0, 0, 1 }, 128, 96, 0)]
    public void A_track_is_shown_as_its_matrix_says(double[] matrix, int width, int height, int rotation)
    {
        using VideoFile file = VideoFile.Open(Write(matrix));
        // Which of the two quarters is called 90 is the decoder's choice.
        Assert.Equal((width, height, rotation), (file.Width, file.Height, file.Rotation == 270 ? 90 : file.Rotation));
        // The size that fits it is stretched with it, and the frames are whole.
        DecodedVideo video = file.ReadAll(48);
        Assert.Equal(FrameSize.FitShortSide(width, height, 48), video.Size);
        Assert.Equal(30, video.FrameCount);
    }

    [Theory]
    [InlineData(new double[] { 1, 0, 0, 1 })]
    [InlineData(new double[] { 2, 0, 0, 1 })]
    public void A_stretched_frame_shows_the_same_picture(double[] matrix)
    {
        using VideoFile file = VideoFile.Open(Write(matrix));
        Assert.Equal(Enumerable.Range(0, 30), NumberedVideo.NumbersOf(file.ReadAll(new FrameSize(file.Width, file.Height))));
    }

    [Theory]
    [InlineData(1, 1, 0, 320, 240)]
    [InlineData(64, 51, 0, 402, 240)]
    [InlineData(64, 51, 90, 320, 301)]
    [InlineData(64, 51, 180, 402, 240)]
    [InlineData(64, 51, 270, 320, 301)]
    [InlineData(0, 1, 0, 320, 240)]
    [InlineData(0, 0, 0, 320, 240)]
    [InlineData(1, 0, 0, 320, 240)]
    [InlineData(-1, 1, 0, 320, 240)]
    [InlineData(8, 1, 0, 2560, 240)]
    [InlineData(1, 8, 0, 40, 240)]
    [InlineData(81, 10, 0, 320, 240)]
    [InlineData(10, 81, 0, 320, 240)]
    public void A_sensible_ratio_stretches_the_stored_rows(double width, double height, double degrees, int shownWidth, int shownHeight) =>
        Assert.Equal(new FrameSize(shownWidth, shownHeight), StreamClaims.From(25, 100, width, height, degrees).Displayed(new FrameSize(320, 240)));

    [Theory]
    [InlineData("real/kinetics_demo.mp4", 427, 256)]
    [InlineData("edge/test_non_zero_start.mp4", 199, 112)]
    [InlineData("edge/nasa_13013_rotated.mp4", 270, 480)]
    [InlineData("edge/animated.gif", 64, 48)]
    public void Real_files_are_shown_with_square_pixels(string name, int width, int height)
    {
        using VideoFile file = VideoFile.Open(SharedVideos.Find(name.Split('/')));
        Assert.Equal((width, height), (file.Width, file.Height));
    }

    [Fact]
    public void A_count_that_is_too_low_is_told_from_an_end()
    {
        string path = NumberedVideo.Write(_folder["v.avi"], 40);
        byte[] bytes = File.ReadAllBytes(path);
        // The stream header's length: 32 bytes into its content.
        int header = bytes.AsSpan().IndexOf("strh"u8) + 8;
        Assert.Equal(40, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(header + 32)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(header + 32), 10);
        File.WriteAllBytes(path, bytes);

        using VideoFile file = VideoFile.Open(path);
        Assert.Equal(Enumerable.Range(0, 11), NumberedVideo.NumbersOf(file.ReadAll(48)));
        Assert.Equal(new VideoEnding(VideoEndingKind.StoppedAtCount, 11, 10), file.Ending);
        Assert.Equal(VideoFault.Corrupt, Assert.Throws<VideoException>(() => file.Read([20], new FrameSize(1, 1), new byte[3])).Fault);
    }

    private string Write(double[] matrix)
    {
        string path = NumberedVideo.Write(_folder["v.mp4"], 30, "mp4v");
        byte[] bytes = File.ReadAllBytes(path);
        // a, b, u, c, d, v of the track header's matrix, 40 bytes into its content; a, b, c and d are fixed-point numbers of 16.16 bits.
        int at = bytes.AsSpan().IndexOf("tkhd"u8) + 4 + 40;
        Assert.Equal(1 << 16, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)));
        int[] places = [0, 4, 12, 16];
        for (int i = 0; i < 4; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at + places[i]), (int)(matrix[i] * 65536));
        File.WriteAllBytes(path, bytes);
        return path;
    }
}

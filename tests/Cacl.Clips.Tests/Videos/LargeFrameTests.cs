using System.Buffers.Binary;

namespace Cacl.Clips.Tests;

public sealed class LargeFrameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_small_file_of_huge_frames_is_refused_before_it_takes_memory()
    {
        string path = _folder["huge.gif"];
        File.WriteAllBytes(path, Gif(16000, 16000));
        VideoException exception = Assert.Throws<VideoException>(() => VideoFile.Open(path));
        Assert.Equal((VideoFault.TooLarge, "its frames have 16000x16000 pixels, and 67108864 in all are allowed (VideoReadOptions.MostPixels)"), (exception.Fault, exception.Cause));
    }

    [Fact]
    public void MostPixels_is_the_most_that_is_read()
    {
        string path = NumberedVideo.Write(_folder["v.avi"], 3);
        using (VideoFile file = VideoFile.Open(path, new VideoReadOptions { MostPixels = 128 * 96 }))
            Assert.Equal(3, file.CountFrames());
        VideoException exception = Assert.Throws<VideoException>(() => VideoFile.Open(path, new VideoReadOptions { MostPixels = 128 * 96 - 1 }));
        Assert.Equal(VideoFault.TooLarge, exception.Fault);
        Assert.StartsWith("A frame has at least one pixel.", Assert.Throws<ArgumentOutOfRangeException>(() => VideoFile.Open(path, new VideoReadOptions { MostPixels = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_that_are_too_large_once_they_are_scaled_are_refused_by_name()
    {
        string path = _folder["wide.gif"];
        File.WriteAllBytes(path, Gif(60_000, 2));
        FrameScaling scaling = FrameScaling.ToShortSide(128);
        using VideoFile file = VideoFile.Open(path);
        byte[] none = [];
        Action[] reads =
        [
            () => file.ReadAll(128), () => file.Read([], new FrameSize(int.MaxValue, int.MaxValue), none), () => file.ReadAll(int.MaxValue),
            () => new FrameStore(scaling, 0).Get(path), () => new FrameCache(_folder["cache"], scaling, 1).Decode(path),
        ];
        foreach (Action read in reads)
            Assert.Equal(VideoFault.TooLarge, Assert.Throws<VideoException>(read).Fault);
        Assert.Equal(
            $"Can't read the video '{path}': its frames have 3840000x128 pixels once they are scaled, and 67108864 in all are allowed (VideoReadOptions.MostPixels).",
            Assert.Throws<VideoException>(reads[0]).Message);
        Assert.Equal(2, file.ReadAll(2).FrameCount);
    }

    [Fact]
    public void Frames_that_are_too_many_at_a_time_are_refused_by_name()
    {
        using VideoFile file = VideoFile.Open(NumberedVideo.Write(_folder["v.avi"], 1), new VideoReadOptions { MostPixels = long.MaxValue });
        FrameSize size = new(8192, 8192);
        Assert.Equal(size, file.Allowed(size, 10));
        VideoException exception = Assert.Throws<VideoException>(() => file.Allowed(size, 11));
        Assert.Equal((VideoFault.TooLarge, "11 of its frames, scaled to 8192x8192, take 2214592512 bytes, and 2147483591 at a time are possible"), (exception.Fault, exception.Cause));
        Assert.Equal(VideoFault.TooLarge, Assert.Throws<VideoException>(() => file.Allowed(new FrameSize(int.MaxValue, int.MaxValue), int.MaxValue)).Fault);
    }

    [Fact]
    public void Files_as_large_as_8K_are_read()
    {
        string path = _folder["8k.gif"];
        File.WriteAllBytes(path, Gif(7680, 4320));
        using VideoFile file = VideoFile.Open(path);
        Assert.Equal((7680, 4320), (file.Width, file.Height));
    }

    /// <summary>Two pictures of one pixel each on a large screen.</summary>
    private static byte[] Gif(ushort width, ushort height)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(size, width);
        BinaryPrimitives.WriteUInt16LittleEndian(size.AsSpan(2), height);
        byte[] picture = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0];
        return [.. "GIF89a"u8, .. size, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. picture, .. picture, 0x3B];
    }
}

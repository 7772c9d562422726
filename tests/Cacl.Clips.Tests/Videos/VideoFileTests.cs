namespace Cacl.Clips.Tests;

public sealed class VideoFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v.avi", "MJPG")]
    [InlineData("v.mp4", "mp4v")]
    [InlineData("v.avi", "XVID")]
    public void ReadAll_gives_every_frame_in_order(string name, string codec)
    {
        using VideoFile file = VideoFile.Open(NumberedVideo.Write(_folder[name], 70, codec));
        Assert.Equal((128, 96), (file.Width, file.Height));
        Assert.Equal(25, file.FramesPerSecond, 6);
        Assert.Equal(70, file.PromisedFrameCount);

        DecodedVideo video = file.ReadAll(new FrameSize(128, 96));
        Assert.Equal(Enumerable.Range(0, 70), NumberedVideo.NumbersOf(video));
        Assert.Null(video.EndedEarly);
        Assert.Equal(70, file.CountFrames());
        // Again, after the end.
        Assert.Equal(Enumerable.Range(0, 70), NumberedVideo.NumbersOf(file.ReadAll(64)));
    }

    [Fact]
    public void CountFrames_counts_from_wherever_the_file_stands()
    {
        string path = NumberedVideo.Write(_folder["v.mp4"], 30, "mp4v");
        using (VideoFile file = VideoFile.Open(path))
            Assert.Equal(30, file.CountFrames());
        using (VideoFile file = VideoFile.Open(path))
        {
            Assert.Equal([12], Read(file, [12], new FrameSize(128, 96)));
            Assert.Equal(30, file.CountFrames());
            Assert.Equal([3], Read(file, [3], new FrameSize(128, 96)));
        }
    }

    [Theory]
    [InlineData(128, 96)]
    [InlineData(64, 48)]
    [InlineData(200, 112)]
    public void Read_gives_the_frames_in_the_order_asked_for(int width, int height)
    {
        using VideoFile file = VideoFile.Open(NumberedVideo.Write(_folder["v.mp4"], 60, "mp4v"));
        FrameSize size = new(width, height);
        Assert.Equal([5, 40, 5, 0, 59, 40, 6], Read(file, [5, 40, 5, 0, 59, 40, 6], size));
        // Back, forward, and the frame that the decoder stands at.
        Assert.Equal([10], Read(file, [10], size));
        Assert.Equal([10, 11], Read(file, [10, 11], size));
        Assert.Equal([0], Read(file, [0], size));
        Assert.Equal([], Read(file, [], size));
    }

    [Fact]
    public void Read_and_ReadAll_give_the_same_bytes()
    {
        using VideoFile file = VideoFile.Open(NumberedVideo.Write(_folder["v.avi"], 20));
        FrameSize size = new(100, 50);
        DecodedVideo video = file.ReadAll(size);
        byte[] frames = new byte[2 * size.ByteCount];
        file.Read([7, 3], size, frames);
        Assert.Equal([.. video.Frame(7), .. video.Frame(3)], frames);
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(32, 24)]
    [InlineData(40, 40)]
    [InlineData(96, 80)]
    public void Frames_are_RGB_at_any_size(int width, int height)
    {
        string path = _folder["colour.avi"];
        (byte R, byte G, byte B)[] colours = [(220, 30, 40), (30, 210, 50), (20, 40, 230)];
        FrameSize written = new(64, 48);
        using (VideoFileWriter writer = VideoFileWriter.Create(path, written, 10, "MJPG"))
        {
            foreach ((byte r, byte g, byte b) in colours)
                writer.Write(Enumerable.Range(0, 64 * 48).SelectMany(_ => new[] { r, g, b }).ToArray());
        }
        using VideoFile file = VideoFile.Open(path);
        DecodedVideo video = file.ReadAll(new FrameSize(width, height));
        for (int i = 0; i < colours.Length; i++)
        {
            byte[] frame = video.Frame(i).ToArray();
            Assert.Equal(width * height * 3, frame.Length);
            for (int p = 0; p < frame.Length; p += 3)
            {
                Assert.Equal(colours[i].R, frame[p], 6.0);
                Assert.Equal(colours[i].G, frame[p + 1], 6.0);
                Assert.Equal(colours[i].B, frame[p + 2], 6.0);
            }
        }
    }

    [Fact]
    public void Shrinking_averages_the_area_of_a_pixel()
    {
        // Columns alternate between dark and bright; a filter that skips columns would give one of the two.
        string path = _folder["stripes.avi"];
        FrameSize size = new(128, 96);
        byte[] stripes = new byte[size.ByteCount];
        for (int i = 0; i < stripes.Length; i++)
            stripes[i] = i / 3 % 2 == 0 ? (byte)40 : (byte)200;
        using (VideoFileWriter writer = VideoFileWriter.Create(path, size, 10, "MJPG"))
            writer.Write(stripes);
        using VideoFile file = VideoFile.Open(path);
        Assert.All(file.ReadAll(new FrameSize(32, 24)).Frame(0).ToArray(), value => Assert.InRange(value, 110, 130));
    }

    [Fact]
    public void Read_beyond_the_end_names_the_frame_and_the_length()
    {
        string path = NumberedVideo.Write(_folder["v.avi"], 20);
        using VideoFile file = VideoFile.Open(path);
        for (int time = 0; time < 2; time++)
        {
            VideoException exception = Assert.Throws<VideoException>(() => Read(file, [3, 20], new FrameSize(128, 96)));
            Assert.Equal($"Can't read frame 20 of the video '{path}': it has 20 frames.", exception.Message);
            Assert.Equal((VideoFault.TooShort, 20, path), (exception.Fault, exception.Frame, exception.Path));
        }
        Assert.Equal([19], Read(file, [19], new FrameSize(128, 96)));
    }

    [Fact]
    public void A_truncated_file_gives_its_frames_and_says_that_it_ended_early()
    {
        string path = NumberedVideo.Write(_folder["v.avi"], 40);
        using (FileStream stream = File.OpenWrite(path))
            stream.SetLength(stream.Length / 2);

        using VideoFile file = VideoFile.Open(path);
        DecodedVideo video = file.ReadAll(96);
        Assert.InRange(video.FrameCount, 10, 30);
        Assert.Equal(Enumerable.Range(0, video.FrameCount - 1), NumberedVideo.NumbersOf(video).SkipLast(1));
        Assert.Equal($"ended after {video.FrameCount} of the 40 frames that the container promises", video.EndedEarly);
        Assert.Equal(video.FrameCount, file.CountFrames());

        VideoException exception = Assert.Throws<VideoException>(() => Read(file, [35], new FrameSize(128, 96)));
        Assert.Equal($"Can't read frame 35 of the video '{path}': decoding {video.EndedEarly}.", exception.Message);
        Assert.Equal(VideoFault.Corrupt, exception.Fault);
    }

    [Fact]
    public void Open_names_the_file_and_the_cause()
    {
        string missing = _folder["missing.mp4"], empty = _folder["empty.mp4"], text = _folder["text.mp4"];
        File.WriteAllText(empty, "");
        File.WriteAllText(text, string.Concat(Enumerable.Repeat("This is no video. ", 500)));

        Check(missing, VideoFault.Missing, "there is no such file");
        Check(_folder.Root, VideoFault.Directory, "it is a folder");
        Check(empty, VideoFault.Empty, "the file is empty, or is none with a content of its own, such as a pipe");
        Assert.StartsWith($"Can't read the video '{text}': it is a text", Assert.Throws<VideoException>(() => VideoFile.Open(text)).Message);
    }

    [Fact]
    public void Open_refuses_a_file_that_may_not_be_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        string path = NumberedVideo.Write(_folder["v.avi"], 3);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
        Check(path, VideoFault.NotPermitted, "this process may not read the file");
    }

    [Fact]
    public void Open_refuses_a_header_without_frames()
    {
        // Up to the first frame of an AVI file, and no further.
        string path = NumberedVideo.Write(_folder["v.avi"], 3);
        byte[] bytes = File.ReadAllBytes(path);
        int movie = bytes.AsSpan().IndexOf("movi"u8);
        File.WriteAllBytes(path, bytes[..(movie + 4)]);
        VideoException exception = Assert.Throws<VideoException>(() => VideoFile.Open(path));
        Assert.Equal(VideoFault.NoFrames, exception.Fault);
    }

    [Fact]
    public void Open_refuses_sound_with_a_cover_picture()
    {
        string path = _folder["song.mp4"];
        File.WriteAllBytes(path, SoundWithCover());
        VideoException exception = Assert.Throws<VideoException>(() => VideoFile.Open(path));
        Assert.Equal(VideoFault.CoverPicture, exception.Fault);
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        using VideoFile file = VideoFile.Open(NumberedVideo.Write(_folder["v.avi"], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadAll(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadAll(new FrameSize(10, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read([-1], new FrameSize(1, 1), new byte[3]));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => file.Read([0], new FrameSize(2, 2), new byte[3]));
        Assert.StartsWith("1 RGB frames of 2x2 take 12 bytes; there is room for 3.", exception.Message);
    }

    [Fact]
    public void A_path_that_looks_like_an_address_is_a_path()
    {
        string path = NumberedVideo.Write(_folder["data:video.avi"], 5);
        string old = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(_folder.Root);
            using VideoFile file = VideoFile.Open("data:video.avi");
            Assert.Equal(5, file.CountFrames());
            Assert.Equal("data:video.avi", file.Path);
        }
        finally
        {
            Directory.SetCurrentDirectory(old);
        }
    }

    private static int[] Read(VideoFile file, int[] frames, FrameSize size)
    {
        byte[] pixels = new byte[frames.Length * size.ByteCount];
        file.Read(frames, size, pixels);
        return frames.Select((_, i) => NumberedVideo.NumberOf(pixels.AsSpan(i * size.ByteCount, size.ByteCount), size)).ToArray();
    }

    private static void Check(string path, VideoFault fault, string cause)
    {
        VideoException exception = Assert.Throws<VideoException>(() => VideoFile.Open(path));
        Assert.Equal((path, fault, cause, -1), (exception.Path, exception.Fault, exception.Cause, exception.Frame));
        Assert.Equal($"Can't read the video '{path}': {cause}.", exception.Message);
    }

    /// <summary>An ID3 tag with a JPEG, then a second of silent MP3 frames.</summary>
    private static byte[] SoundWithCover()
    {
        byte[] picture = [0, .. "image/jpeg\0"u8, 3, 0, .. Thumbnail.Jpeg(NumberedVideo.Picture(5), NumberedVideo.Size)];
        byte[] frame = [.. "APIC"u8, .. BigEndian(picture.Length, 8), 0, 0, .. picture];
        byte[] sound = [0xFF, 0xFB, 0x90, 0x00, .. new byte[413]];
        return [.. "ID3"u8, 3, 0, 0, .. BigEndian(frame.Length, 7), .. frame, .. Enumerable.Repeat(sound, 40).SelectMany(bytes => bytes)];

        static byte[] BigEndian(int value, int bits) =>
            [.. Enumerable.Range(0, 4).Select(i => (byte)((value >> (3 - i) * bits) & ((1 << bits) - 1)))];
    }
}

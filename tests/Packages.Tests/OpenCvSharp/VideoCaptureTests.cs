using System.Security.Cryptography;
using OpenCvSharp;

namespace Packages.Tests.OpenCvSharp;

public sealed class VideoCaptureTests
{
    // Six MJPG frames of 48 x 32 whose pixel (x, y) of frame t was (5x, 7y, 40t) in blue, green, red before encoding.
    private static readonly string SixFrames = Path.Combine(AppContext.BaseDirectory, "OpenCvSharp", "six-frames.avi");

    [Fact]
    public void Read_gives_frames_of_blue_green_and_red_bytes_until_the_end()
    {
        using var capture = new VideoCapture(SixFrames);
        using var frame = new Mat();
        Assert.True(capture.IsOpened());
        for (int t = 0; t < 6; t++)
        {
            Assert.True(capture.Read(frame));
            Assert.Equal(MatType.CV_8UC3, frame.Type());
            Assert.Equal(new Size(48, 32), frame.Size());
            Vec3b pixel = frame.At<Vec3b>(16, 24);
            Assert.InRange(pixel.Item0, 5 * 24 - 10, 5 * 24 + 10);
            Assert.InRange(pixel.Item1, 7 * 16 - 10, 7 * 16 + 10);
            Assert.InRange(pixel.Item2, Math.Max(0, 40 * t - 10), 40 * t + 10);
        }
        Assert.False(capture.Read(frame));
        Assert.True(frame.Empty());
    }

    [Fact]
    public void Frames_are_the_bytes_that_python_opencv_decodes()
    {
        string? version = Cv2.GetVersionString();
        if (version?.StartsWith("4.6.", StringComparison.Ordinal) != true) Assert.Skip($"The digest was taken with OpenCV 4.6; this is {version}.");
        using var capture = new VideoCapture(SixFrames, VideoCaptureAPIs.FFMPEG);
        using var frame = new Mat();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (capture.Read(frame)) digest.AppendData(frame.AsSpan<byte>());
        Assert.Equal("d435680ab144c2305adabb6930d78b14c3cabe7d318adec38bf6b898b3f34b24", Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    [Fact]
    public void Capture_tells_what_the_container_says()
    {
        using var capture = new VideoCapture(SixFrames, VideoCaptureAPIs.FFMPEG);
        Assert.Equal(6, capture.FrameCount);
        Assert.Equal(48, capture.FrameWidth);
        Assert.Equal(32, capture.FrameHeight);
        Assert.Equal(10, capture.Fps);
        Assert.Equal(10, capture.Get(VideoCaptureProperties.Fps));
        Assert.Equal(FourCC.MJPG, (int)capture.Get(VideoCaptureProperties.FourCC));
        Assert.Equal("FFMPEG", capture.GetBackendName());
    }

    [Fact]
    public void Setting_the_position_chooses_the_next_frame()
    {
        using var capture = new VideoCapture(SixFrames);
        using var frame = new Mat();
        Assert.True(capture.Set(VideoCaptureProperties.PosFrames, 4));
        Assert.Equal(4, capture.PosFrames);
        Assert.True(capture.Read(frame));
        Assert.InRange(frame.At<Vec3b>(16, 24).Item2, 150, 170);
    }

    [Fact]
    public void Grab_passes_over_frames_and_retrieve_decodes_the_last_grabbed()
    {
        using var capture = new VideoCapture(SixFrames);
        using var frame = new Mat();
        for (int t = 0; t < 3; t++) Assert.True(capture.Grab());
        Assert.True(capture.Retrieve(frame));
        Assert.InRange(frame.At<Vec3b>(16, 24).Item2, 70, 90);
    }

    [Fact]
    public void Reading_into_one_matrix_reuses_its_memory()
    {
        using var capture = new VideoCapture(SixFrames);
        using var frame = new Mat();
        Assert.True(capture.Read(frame));
        IntPtr first = frame.Data;
        while (capture.Read(frame)) Assert.Equal(first, frame.Data);
    }

    [Theory]
    [InlineData("missing.avi", null)]
    [InlineData("empty.avi", "")]
    [InlineData("text.mp4", "this is no video")]
    public void A_file_that_is_no_video_does_not_open(string name, string? content)
    {
        using var folder = new TemporaryFolder();
        if (content is not null) File.WriteAllText(folder.File(name), content);
        using var capture = new VideoCapture(folder.File(name), VideoCaptureAPIs.FFMPEG);
        using var frame = new Mat();
        Assert.False(capture.IsOpened());
        Assert.False(capture.Grab());
        Assert.False(capture.Read(frame));
        Assert.Equal(0, capture.FrameCount);
    }

    [Fact]
    public void A_released_capture_opens_another_file()
    {
        using var capture = new VideoCapture(SixFrames);
        capture.Release();
        Assert.False(capture.IsOpened());
        Assert.True(capture.Open(SixFrames));
        Assert.True(capture.Grab());
    }

    [Fact]
    public void A_disposed_capture_refuses_to_read()
    {
        var capture = new VideoCapture(SixFrames);
        using var frame = new Mat();
        capture.Dispose();
        capture.Dispose();
        Assert.True(capture.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => capture.Read(frame));
    }

    [Fact]
    public void Reading_a_thousand_times_into_one_matrix_does_not_grow_the_process()
    {
        using var frame = new Mat();
        using var large = new Mat();
        void ReadAll(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using var capture = new VideoCapture(SixFrames);
                while (capture.Read(frame)) Cv2.Resize(frame, large, new Size(1024, 768));
            }
        }

        ReadAll(20);
        long before = Environment.WorkingSet;
        ReadAll(160);
        // 960 results of 2.4 MB: any leak of them is gigabytes
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 200_000_000);
    }
}

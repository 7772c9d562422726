namespace Cacl.Clips.Tests;

public class SharedVideoTests
{
    [Theory]
    [InlineData("real/v_ApplyEyeMakeup_g01_c01.avi", 320, 240, 164)]
    [InlineData("real/v_BaseballPitch_g01_c01.avi", 320, 240, 107)]
    [InlineData("real/kinetics_demo.mp4", 427, 256, 280)]
    public void Real_videos_are_read_whole(string name, int width, int height, int frames)
    {
        using VideoFile file = VideoFile.Open(SharedVideos.Find(name.Split('/')));
        Assert.Equal((width, height), (file.Width, file.Height));
        DecodedVideo video = file.ReadAll(64);
        Assert.Equal((frames, null), (video.FrameCount, video.EndedEarly));
    }

    [Fact]
    public void Any_frame_of_a_video_with_one_keyframe_is_the_one_counted_from_the_start()
    {
        using VideoFile file = VideoFile.Open(SharedVideos.Find("real", "v_ApplyEyeMakeup_g01_c01.avi"));
        FrameSize size = new(80, 60);
        DecodedVideo video = file.ReadAll(size);
        byte[] frame = new byte[size.ByteCount];
        foreach (int index in new[] { 163, 0, 81, 80, 82, 12 })
        {
            file.Read([index], size, frame);
            Assert.Equal(video.Frame(index), frame);
        }
    }

    [Theory]
    [InlineData("edge/derived/ucf_truncated.avi", VideoEndingKind.EndedEarly, 78, 164, "ended after 78 of the 164 frames that the container promises")]
    [InlineData("edge/derived/ucf_bitflips.avi", VideoEndingKind.Corrupt, 70, 107, "ended at damage after 70 frames of the 107 that the container promises; the decoder gives more behind it, whose numbers are not certain")]
    public void Damaged_videos_give_their_frames_and_say_what_is_missing(string name, VideoEndingKind kind, int frames, int promised, string text)
    {
        using VideoFile file = VideoFile.Open(SharedVideos.Find(name.Split('/')));
        DecodedVideo video = file.ReadAll(64);
        Assert.Equal(frames, video.FrameCount);
        Assert.Equal(text, video.EndedEarly);
        Assert.Equal(new VideoEnding(kind, frames, promised), file.Ending);
    }

    [Theory]
    [InlineData("edge/derived/garbage.avi", VideoFault.NotAVideo)]
    [InlineData("edge/derived/kin_truncated_moov.mp4", VideoFault.NoIndex)]
    [InlineData("edge/derived/zero.mp4", VideoFault.Empty)]
    public void Broken_files_are_refused(string name, VideoFault fault)
    {
        string path = SharedVideos.Find(name.Split('/'));
        Assert.Equal(fault, Assert.Throws<VideoException>(() => VideoFile.Open(path)).Fault);
    }

    /// <remarks>The numbers are those that FFmpeg's own libraries count.</remarks>
    [Theory]
    [InlineData(1, "frame_exceeds_screen.gif", "gradient.gif", "testsrc2_mpeg4.mp4", "transparent.gif")]
    [InlineData(4, "animated.gif")]
    [InlineData(10, "h265_video.mp4", "testsrc2_odd_height_and_width_mpeg2.mp4", "testsrc2_odd_width_mpeg2.mp4")]
    [InlineData(12, "test_non_zero_start.mp4")]
    [InlineData(17, "nasa_13013_rotated.mp4")]
    [InlineData(25, "discard_first_keyframe.mp4", "testsrc2_444_10bit_hevc.mp4", "testsrc2_444_12bit_hevc.mp4", "testsrc2_444_8bit_hevc.mp4", "testsrc2_av1_10bit.mp4", "testsrc2_odd_height_444.mp4", "testsrc2_odd_height_and_width_444.mp4", "testsrc2_odd_height_and_width_444_10bit.mp4", "testsrc2_odd_height_and_width_vp9.mp4", "testsrc2_odd_height_and_width_vp9_10bit.mp4", "testsrc2_odd_height_vp9.mp4", "testsrc2_odd_height_vp9_10bit.mp4", "testsrc2_odd_width_444.mp4", "testsrc2_odd_width_vp9.mp4", "testsrc2_odd_width_vp9_10bit.mp4")]
    [InlineData(30, "bt709_full_range.mp4", "h264_10bits.mp4", "h265_10bits.mp4", "testsrc2_mpeg4.avi", "testsrc2_vp8.webm", "testsrc2_vp9.webm")]
    [InlineData(60, "bt2020_10bit.mp4", "bt601_full_range.mp4", "bt601_limited_range.mp4", "testsrc2.mp4", "testsrc2_12bit_hdr.mp4", "testsrc2_h265.mp4", "testsrc2_hdr.mp4")]
    [InlineData(100, "sine_stereo_mp2.mpg")]
    [InlineData(125, "av1_video.mkv")]
    [InlineData(325, "nasa_13013.mp4", "nasa_13013_hdr.mp4")]
    public void Every_odd_file_gives_all_of_its_frames(int frames, params string[] names)
    {
        foreach (string name in names)
        {
            using VideoFile? file = Open(SharedVideos.Find("edge", name));
            if (file is null)
                continue;
            Assert.Equal((name, frames), (name, file.ReadAll(32).FrameCount));
            Assert.Equal((name, frames), (name, file.CountFrames()));
            // Its container counts five frames that are to be decoded and not shown.
            string? shortfall = name == "discard_first_keyframe.mp4" ? "ended after 25 of the 30 frames that the container promises" : null;
            Assert.Equal((name, shortfall), (name, file.Ending!.Shortfall));
        }

        // Builds of the decoder without AV1 are common.
        static VideoFile? Open(string path)
        {
            try
            {
                return VideoFile.Open(path);
            }
            catch (VideoException exception) when (exception.Fault == VideoFault.UnknownCodec && Path.GetFileName(path).Contains("av1", StringComparison.Ordinal))
            {
                return null;
            }
        }
    }

    [Fact]
    public void The_odd_files_that_are_not_read_are_those_that_are_broken()
    {
        List<string> refused = [];
        foreach (string path in Directory.EnumerateFiles(SharedVideos.Find("edge", "derived")).Order(StringComparer.Ordinal))
        {
            try
            {
                VideoFile.Open(path).Dispose();
            }
            catch (VideoException)
            {
                refused.Add(Path.GetFileName(path));
            }
        }
        Assert.Equal(["garbage.avi", "kin_truncated_moov.mp4", "zero.mp4"], refused);
    }
}

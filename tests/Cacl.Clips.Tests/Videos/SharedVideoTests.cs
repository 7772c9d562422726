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

    [Fact]
    public void Every_odd_file_gives_frames_or_a_VideoException()
    {
        int read = 0, refused = 0;
        foreach (string path in Directory.EnumerateFiles(SharedVideos.Find("edge")))
        {
            try
            {
                using VideoFile file = VideoFile.Open(path);
                DecodedVideo video = file.ReadAll(32);
                Assert.Equal(video.FrameCount, file.CountFrames());
                TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(path)}: {file.Width}x{file.Height} {file.FramesPerSecond:0.##} fps, {video.FrameCount} of {file.PromisedFrameCount}");
                read++;
            }
            catch (VideoException exception)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(path)}: {exception.Fault}: {exception.Message}");
                refused++;
            }
        }
        Assert.True(read > refused);
    }
}

namespace Cacl.Clips.Tests;

public class DecodedVideoTests
{
    private static readonly FrameSize Size = new(2, 1);

    [Fact]
    public void Frames_are_those_it_was_made_of()
    {
        DecodedVideo video = new("v.mp4", Size, [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]]);
        Assert.Equal((2, 12L), (video.FrameCount, video.ByteCount));
        Assert.Equal([7, 8, 9, 10, 11, 12], video.Frame(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => video.Frame(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => video.Frame(-1).Length);
    }

    [Fact]
    public void Frames_of_a_wrong_length_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new DecodedVideo("v.mp4", Size, [new byte[6], new byte[5]]));
        Assert.StartsWith("Frame 1 has 5 bytes; an RGB frame of 2x1 has 6.", exception.Message);
        Assert.Throws<ArgumentException>(() => new DecodedVideo("v.mp4", Size, []));
        exception = Assert.Throws<ArgumentException>(() => new DecodedVideo("v.mp4", Size, [new byte[6]], new VideoEnding(VideoEndingKind.EndedEarly, 2, 7)));
        Assert.StartsWith("The video is said to have ended after 2 frames; here are 1.", exception.Message);
    }
}

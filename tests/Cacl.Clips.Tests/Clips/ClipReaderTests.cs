namespace Cacl.Clips.Tests;

public sealed class ClipReaderTests : IDisposable
{
    private static readonly ClipOptions Options = new() { Frames = 4, Interval = 3, ShortSide = 96, CropSize = 96 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Clips_lie_at_even_places_whether_the_video_is_held_or_not(long heldWholeBytes)
    {
        string path = NumberedVideo.Write(folder["v.avi"], 40, "MJPG");

        using var reader = new ClipReader(path, Options, heldWholeBytes);

        Assert.Equal([0, 3, 6, 9], Numbers(reader.Uniform(0, 3)));
        Assert.Equal([15, 18, 21, 24], Numbers(reader.Uniform(1, 3)));
        Assert.Equal([30, 33, 36, 39], Numbers(reader.Uniform(2, 3)));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Random_clips_stay_within_the_segment_and_follow_from_the_numbers(long heldWholeBytes)
    {
        string path = NumberedVideo.Write(folder["v.avi"], 40, "MJPG");
        using var reader = new ClipReader(path, Options with { Segment = VideoSegment.SecondHalf }, heldWholeBytes);
        var starts = new HashSet<int>();
        for (int sample = 0; sample < 60; sample++)
        {
            var random = new SampleRandom(1, 0, sample);
            var again = new SampleRandom(1, 0, sample);
            int[] numbers = Numbers(reader.Random(ref random));
            Assert.Equal(numbers, Numbers(reader.Random(ref again)));
            Assert.InRange(numbers[0], 20, 30);
            starts.Add(numbers[0]);
        }

        Assert.Equal(11, starts.Count);
    }

    [Fact]
    public void Video_that_is_too_short_is_refused_with_its_length_and_the_clips()
    {
        string path = NumberedVideo.Write(folder["v.avi"], 15, "MJPG");

        Assert.Null(ClipReader.WhyNot(path, Options));
        string? reason = ClipReader.WhyNot(path, Options with { Segment = VideoSegment.FirstHalf });
        Assert.Equal("too short: it has 7 frames in the part from 0 to 0.5; a clip of 4 frames at interval 3 spans 10", reason);
        Assert.Equal(VideoFault.TooShort, Assert.Throws<VideoException>(() => new ClipReader(path, Options with { Segment = VideoSegment.FirstHalf })).Fault);
        Assert.Null(ClipReader.WhyNot(path, Options with { Segment = VideoSegment.FirstHalf, ShortVideos = ShortVideoPolicy.Tile }));
    }

    [Fact]
    public void Video_that_was_cut_off_is_refused_unless_the_options_accept_it()
    {
        string path = NumberedVideo.Write(folder["v.avi"], 60, "MJPG");
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        string? reason = ClipReader.WhyNot(path, Options);

        Assert.Matches("^damaged or cut off: it ended after [0-9]+ of the 60 frames that its container promises$", reason);
        Assert.Equal(VideoFault.Corrupt, Assert.Throws<VideoException>(() => new ClipReader(path, Options)).Fault);
        Assert.Null(ClipReader.WhyNot(path, Options with { LeastReadable = 0.1 }));
    }

    private static int[] Numbers(RawClip clip)
    {
        int bytes = clip.Size.ByteCount;
        byte[][] frames = [.. Enumerable.Range(0, Options.Frames).Select(frame => clip.Pixels[(frame * bytes)..((frame + 1) * bytes)])];
        return [.. NumberedVideo.NumbersOf(new DecodedVideo("", clip.Size, frames))];
    }
}

namespace Cacl.Clips.Tests;

public class VideoSegmentTests
{
    [Theory]
    [InlineData(0, 1, 7, 0, 7)]
    [InlineData(0, 0.5, 7, 0, 3)]
    [InlineData(0.5, 1, 7, 3, 4)]
    [InlineData(0, 0.29, 100, 0, 29)]   // 0.29 * 100 is below 29 in floating point
    [InlineData(0.29, 1, 100, 29, 71)]
    [InlineData(0.1, 0.7, 10, 1, 6)]
    [InlineData(0.5, 0.6, 1, 0, 0)]
    [InlineData(0, 1, 0, 0, 0)]
    [InlineData(0, 1, int.MaxValue, 0, int.MaxValue)]
    public void Of_gives_the_first_frame_and_the_number_of_frames(double start, double end, int frames, int first, int count)
    {
        Assert.Equal((first, count), new VideoSegment(start, end).Of(frames));
    }

    [Fact]
    public void Segments_that_meet_share_no_frame_and_leave_none_out()
    {
        for (int frames = 0; frames <= 200; frames++)
        {
            int next = 0;
            for (int part = 0; part < 10; part++)
            {
                (int first, int count) = new VideoSegment(part / 10.0, (part + 1) / 10.0).Of(frames);
                Assert.Equal(next, first);
                Assert.InRange(count, frames / 10, frames / 10 + 1);
                next += count;
            }

            Assert.Equal(frames, next);
        }
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(-0.1, 0.5)]
    [InlineData(0, 1.01)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.NaN)]
    public void A_segment_that_is_no_part_of_a_video_is_a_fault_of_the_options(double start, double end)
    {
        var faults = new List<string>();

        new ClipOptions { Segment = new VideoSegment(start, end) }.CollectFaults("Clips", faults);

        Assert.Equal([$"Clips.Segment is {start} to {end}; it must satisfy 0 <= start < end <= 1."], faults);
    }
}

namespace Cacl.Clips.Tests;

public class ClipSamplerTests
{
    private static readonly ClipSampler Sampler = new(16, 2, ShortVideoPolicy.Reject);

    [Fact]
    public void Span_is_from_the_first_to_the_last_frame()
    {
        Assert.Equal(31, Sampler.Span);
        Assert.Equal(1, new ClipSampler(1, 5, ShortVideoPolicy.Reject).Span);
        Assert.True(Sampler.Fits(31));
        Assert.False(Sampler.Fits(30));
    }

    [Fact]
    public void Random_draws_each_start_equally_often()
    {
        int[] starts = new int[10];
        int[] indices = new int[16];
        for (int sample = 0; sample < 20_000; sample++)
        {
            SampleRandom random = new(1, 0, sample);
            Sampler.Random(40, ref random, indices);
            Assert.Equal(Enumerable.Range(0, 16).Select(i => indices[0] + 2 * i), indices);
            starts[indices[0]]++;
        }
        Assert.True(ChiSquare.OfUniform(starts) < ChiSquare.Limit(9));
    }

    [Theory]
    [InlineData(131, 3, new[] { 0, 50, 100 })]
    [InlineData(40, 4, new[] { 0, 3, 6, 9 })]
    [InlineData(40, 1, new[] { 4 })]
    [InlineData(31, 2, new[] { 0, 0 })]
    [InlineData(32, 3, new[] { 0, 1, 1 })]
    public void Uniform_spreads_the_starts_from_the_first_to_the_last(int frameCount, int clips, int[] starts)
    {
        int[] indices = new int[16];
        for (int clip = 0; clip < clips; clip++)
        {
            Sampler.Uniform(frameCount, clip, clips, indices);
            Assert.Equal(starts[clip], indices[0]);
            Assert.Equal(starts[clip] + 30, indices[15]);
        }
    }

    [Fact]
    public void Uniform_handles_the_longest_video()
    {
        int[] indices = new int[16];
        Sampler.Uniform(int.MaxValue, 9999, 10_000, indices);
        Assert.Equal(int.MaxValue - 1, indices[15]);
    }

    [Theory]
    [InlineData(ShortVideoPolicy.Tile, new[] { 0, 2, 1, 0, 2 })]
    [InlineData(ShortVideoPolicy.Hold, new[] { 0, 2, 2, 2, 2 })]
    public void Short_videos_are_filled_as_the_policy_says(ShortVideoPolicy policy, int[] expected)
    {
        ClipSampler sampler = new(5, 2, policy);
        int[] indices = new int[5];
        SampleRandom random = new(1, 0, 0);
        sampler.Random(3, ref random, indices);
        Assert.Equal(expected, indices);
        sampler.Uniform(3, 4, 5, indices);
        Assert.Equal(expected, indices);
    }

    [Fact]
    public void Short_videos_are_rejected_with_the_lengths()
    {
        SampleRandom random = new(1, 0, 0);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Sampler.Random(30, ref random, new int[16]));
        Assert.Equal(
            "A clip of 16 frames at interval 2 spans 31 frames, but the video has 30. "
            + "Take fewer frames, a smaller interval, or a policy that repeats frames (Tile or Hold). (Parameter 'frameCount')",
            exception.Message);
        Assert.Throws<ArgumentException>(() => Sampler.Uniform(30, 0, 1, new int[16]));
    }

    [Fact]
    public void From_lists_the_clip_at_a_start_and_refuses_a_start_beyond_the_last()
    {
        ClipSampler sampler = new(3, 4, ShortVideoPolicy.Reject);
        int[] indices = new int[3];
        sampler.From(1, 10, indices);
        Assert.Equal([1, 5, 9], indices);
        Assert.Equal(2, sampler.StartCount(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.From(2, 10, new int[3]));
    }

    [Fact]
    public void Dense_starts_at_every_stride_as_far_as_whole_clips_go()
    {
        Assert.Equal([0, 4, 8], Sampler.Dense(40, 4));
        Assert.Equal([0, 3, 6, 9], Sampler.Dense(40, 3));
        Assert.Equal([0], Sampler.Dense(31, 1));
        Assert.Equal([0], new ClipSampler(5, 2, ShortVideoPolicy.Hold).Dense(3, 1));
        Assert.Throws<ArgumentException>(() => Sampler.Dense(30, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sampler.Dense(40, 0));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipSampler(0, 1, ShortVideoPolicy.Hold));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipSampler(1, 0, ShortVideoPolicy.Hold));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipSampler(1, 1, (ShortVideoPolicy)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipSampler(100_000, 100_000, ShortVideoPolicy.Hold));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sampler.Uniform(40, 2, 2, new int[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sampler.StartCount(0));
        Assert.StartsWith("A clip has 16 frames; there is room for 8.", Assert.Throws<ArgumentException>(() => Sampler.Uniform(40, 0, 1, new int[8])).Message);
    }
}

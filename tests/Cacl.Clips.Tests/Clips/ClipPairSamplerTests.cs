namespace Cacl.Clips.Tests;

public class ClipPairSamplerTests
{
    private static readonly ClipSampler Clip = new(16, 2, ShortVideoPolicy.Reject);

    [Theory]
    [InlineData(ClipIntervalDistribution.Decreasing)]
    [InlineData(ClipIntervalDistribution.Uniform)]
    [InlineData(ClipIntervalDistribution.Increasing)]
    [InlineData(ClipIntervalDistribution.Truncated)]
    public void Distances_follow_the_distribution(ClipIntervalDistribution distribution)
    {
        const int Farthest = 12;
        int[] counts = new int[Farthest + 1];
        for (int sample = 0; sample < 40_000; sample++)
            counts[Draw(new ClipPairSampler(Clip, distribution), 31 + Farthest, sample).Apart]++;

        double[] shares = Shares(distribution, Farthest);
        Assert.True(ChiSquare.Of(counts, shares) < ChiSquare.Limit(shares.Count(share => share > 0) - 1));
    }

    [Theory]
    [InlineData(ClipIntervalDistribution.Decreasing, 1.0 / 3)]
    [InlineData(ClipIntervalDistribution.Uniform, 1.0 / 2)]
    [InlineData(ClipIntervalDistribution.Increasing, 2.0 / 3)]
    [InlineData(ClipIntervalDistribution.Truncated, 2.0 / 9)]
    public void The_mean_distance_is_the_closed_form(ClipIntervalDistribution distribution, double partOfFarthest)
    {
        const int Farthest = 600, Steps = 100_000;
        var sampler = new ClipPairSampler(Clip, distribution);
        double sum = 0;
        for (int step = 0; step < Steps; step++)
            sum += sampler.Interval(Farthest, (step + 0.5) / Steps);

        Assert.Equal(partOfFarthest * Farthest, sum / Steps, 0.01);
    }

    [Fact]
    public void Starts_are_even_over_the_places_that_the_distance_leaves_and_their_order_is_random()
    {
        var sampler = new ClipPairSampler(Clip, ClipIntervalDistribution.Uniform);
        int[] earlier = new int[8], firstIsEarlier = new int[2];
        for (int sample = 0; sample < 60_000; sample++)
        {
            (int apart, int[] first, int[] second) = Draw(sampler, 41, sample);
            Assert.Equal(apart, Math.Abs(first[0] - second[0]));
            Assert.InRange(Math.Max(first[15], second[15]), 30, 40);
            Assert.Equal(Enumerable.Range(0, 16).Select(i => second[0] + 2 * i), second);
            if (apart != 3)
                continue;
            earlier[Math.Min(first[0], second[0])]++;
            firstIsEarlier[first[0] < second[0] ? 1 : 0]++;
        }

        Assert.True(ChiSquare.OfUniform(earlier) < ChiSquare.Limit(7));
        Assert.True(ChiSquare.OfUniform(firstIsEarlier) < ChiSquare.Limit(1));
    }

    [Fact]
    public void The_same_random_numbers_give_the_same_clips()
    {
        var sampler = new ClipPairSampler(Clip, ClipIntervalDistribution.Decreasing);
        var random = new SampleRandom(7, 1, 2);
        int[] first = new int[16], second = new int[16];

        int apart = sampler.Draw(331, ref random, first, second);

        Assert.Equal((apart, first[0], second[0]), (Draw(sampler, 331, 2, epoch: 1).Apart, Draw(sampler, 331, 2, epoch: 1).First[0], Draw(sampler, 331, 2, epoch: 1).Second[0]));
        var three = new SampleRandom(7, 1, 2);
        for (int i = 0; i < 3; i++)
            three.NextUInt64();
        Assert.Equal(three.NextUInt64(), random.NextUInt64());
    }

    [Fact]
    public void Short_videos_go_by_the_policy_of_the_clips()
    {
        var tiling = new ClipPairSampler(new ClipSampler(4, 2, ShortVideoPolicy.Tile), ClipIntervalDistribution.Decreasing);
        var random = new SampleRandom(1, 0, 0);
        int[] first = new int[4], second = new int[4];

        Assert.Equal(0, tiling.Draw(3, ref random, first, second));
        Assert.Equal([0, 2, 1, 0], first);
        Assert.Equal(first, second);
        Assert.Contains("but the video has 30", Assert.Throws<ArgumentException>(() => Draw(new ClipPairSampler(Clip, ClipIntervalDistribution.Uniform), 30, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipPairSampler(Clip, (ClipIntervalDistribution)4));
    }

    private static (int Apart, int[] First, int[] Second) Draw(ClipPairSampler sampler, int frameCount, long sample, long epoch = 0)
    {
        var random = new SampleRandom(7, epoch, sample);
        int[] first = new int[16], second = new int[16];
        return (sampler.Draw(frameCount, ref random, first, second), first, second);
    }

    /// <summary>The share of each whole distance: the density integrated over what rounds to it.</summary>
    private static double[] Shares(ClipIntervalDistribution distribution, int farthest)
    {
        if (distribution == ClipIntervalDistribution.Uniform)
            return [.. Enumerable.Repeat(1.0 / (farthest + 1), farthest + 1)];
        int most = distribution == ClipIntervalDistribution.Truncated ? farthest / 2 : farthest;
        Func<double, double> upTo = distribution == ClipIntervalDistribution.Increasing
            ? part => part * part
            : part => 1 - (1 - part) * (1 - part);
        return [.. Enumerable.Range(0, farthest + 1).Select(k => Below(k + 0.5) - Below(k - 0.5))];

        double Below(double k) => upTo(Math.Clamp(k, 0, most) / farthest) / upTo((double)most / farthest);
    }
}

namespace Cacl.Clips.Tests;

public class ShuffleDegreeSamplerTests
{
    [Theory]
    [InlineData(ShuffleSampling.UniformDegree)]
    [InlineData(ShuffleSampling.PermutedPositions)]
    [InlineData(ShuffleSampling.FullShuffle)]
    public void Draw_gives_an_order_and_its_degree(ShuffleSampling sampling)
    {
        foreach (int frames in Enumerable.Range(2, 20).Append(32).Append(64).Append(80))
        {
            ShuffleDegreeSampler sampler = new(frames, sampling);
            SampleRandom random = new(1, 0, frames);
            int[] order = new int[frames];
            for (int i = 0; i < 50; i++)
            {
                int degree = sampler.Draw(ref random, order);
                Assert.Equal(Enumerable.Range(0, frames), order.Order());
                Assert.Equal(NaiveLevenshtein.ToTemporalOrder(order), degree);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100)]
    public void UniformDegree_draws_every_class_equally_often(int frames)
    {
        int[] counts = CountClasses(new ShuffleDegreeSampler(frames, ShuffleSampling.UniformDegree), 500 * frames);
        Assert.True(ChiSquare.OfUniform(counts) < ChiSquare.Limit(frames - 1));
    }

    [Theory]
    [InlineData(5, 110)]
    [InlineData(6, 629)]
    public void UniformDegree_draws_orders_with_as_many_frames_moved_as_their_degree_or_one_more(int frames, int orders)
    {
        // An order with d moved frames comes from each of the n - d sets of d + 1 places that hold them, one with d + 1 from one set.
        Dictionary<string, (int Degree, double Weight)> expected = [];
        NaiveLevenshtein.VisitNear(frames, frames, order =>
        {
            int degree = NaiveLevenshtein.ToTemporalOrder(order), moved = order.Where((frame, place) => frame != place).Count();
            if (degree >= frames - 1 || moved <= degree + 1)
                expected[string.Join(' ', order)] = (degree, degree < frames - 1 && moved == degree ? frames - degree : 1);
        });
        Assert.Equal(orders, expected.Count);
        Dictionary<int, double> weightOfDegree = expected.Values.GroupBy(order => order.Degree).ToDictionary(group => group.Key, group => group.Sum(order => order.Weight));

        Dictionary<string, int> seen = expected.Keys.ToDictionary(name => name, _ => 0);
        ShuffleDegreeSampler sampler = new(frames, ShuffleSampling.UniformDegree);
        SampleRandom random = new(2, 0, 0);
        int[] drawn = new int[frames];
        for (int i = 0; i < 100 * orders; i++)
        {
            sampler.Draw(ref random, drawn);
            seen[string.Join(' ', drawn)]++;
        }

        double[] shares = [.. expected.Values.Select(order => order.Weight / weightOfDegree[order.Degree] / frames)];
        Assert.True(ChiSquare.Of(expected.Keys.Select(name => seen[name]).ToArray(), shares) < ChiSquare.Limit(orders - 1));
    }

    [Fact]
    public void Two_frames_stay_or_change_places()
    {
        SampleRandom random = new(5, 0, 0);
        int[] order = new int[2];
        foreach (ShuffleSampling sampling in Enum.GetValues<ShuffleSampling>())
        {
            ShuffleDegreeSampler sampler = new(2, sampling);
            for (int i = 0; i < 50; i++)
                Assert.Equal(sampler.Draw(ref random, order) == 0 ? [0, 1] : [1, 0], order);
            Assert.Equal(sampling == ShuffleSampling.PermutedPositions ? [0.75, 0.25] : [0.5, 0.5], sampler.ClassFrequencies, (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(1024)]
    public void A_draw_allocates_nothing(int frames)
    {
        foreach (ShuffleSampling sampling in Enum.GetValues<ShuffleSampling>())
        {
            ShuffleDegreeSampler sampler = new(frames, sampling);
            SampleRandom random = new(6, 0, 0);
            int[] order = new int[frames];
            sampler.Draw(ref random, order);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
                sampler.Draw(ref random, order);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void PermutedPositions_has_the_distribution_of_the_authors_code()
    {
        ShuffleDegreeSampler sampler = new(16, ShuffleSampling.PermutedPositions);
        IReadOnlyList<double> shares = sampler.ClassFrequencies;
        Assert.Equal(0.107, shares[0], 0.002);
        Assert.Equal(0.087, shares[1], 0.002);
        Assert.Equal(0.057, shares[2], 0.002);
        for (int degree = 4; degree <= 11; degree++)
            Assert.InRange(shares[degree - 1], 0.061, 0.069);
        Assert.Equal([0.069, 0.068, 0.057, 0.032, 0.007], shares.Skip(11), (expected, actual) => Math.Abs(expected - actual) < 0.002);
        Assert.Equal(0.107, sampler.Chance, 0.002);
        Assert.Equal(2.704, Entropy(shares), 0.005);
    }

    [Fact]
    public void Chance_of_16_frames_is_what_is_known()
    {
        Assert.Equal(1.0 / 16, new ShuffleDegreeSampler(16, ShuffleSampling.UniformDegree).Chance, 12);
        ShuffleDegreeSampler full = new(16, ShuffleSampling.FullShuffle);
        Assert.Equal(0.323, full.Chance, 0.004);
        Assert.Equal(1.524, Entropy(full.ClassFrequencies), 0.01);
    }

    [Fact]
    public void ClassFrequencies_of_few_frames_are_exact()
    {
        double[] expected = new[] { 1, 70, 245, 1832, 5553, 13525, 14111, 4983 }.Select(count => count / 40320.0).ToArray();
        Assert.Equal(expected, new ShuffleDegreeSampler(8, ShuffleSampling.FullShuffle).ClassFrequencies, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(3, ShuffleSampling.UniformDegree)]
    [InlineData(2, ShuffleSampling.PermutedPositions)]
    [InlineData(5, ShuffleSampling.PermutedPositions)]
    [InlineData(8, ShuffleSampling.PermutedPositions)]
    [InlineData(8, ShuffleSampling.FullShuffle)]
    public void Draws_follow_the_ClassFrequencies(int frames, ShuffleSampling sampling)
    {
        ShuffleDegreeSampler sampler = new(frames, sampling);
        Assert.Equal(1, sampler.ClassFrequencies.Sum(), 9);
        Assert.Equal(sampler.ClassFrequencies.Max(), sampler.Chance);
        int[] counts = CountClasses(sampler, 40_000);
        Assert.True(ChiSquare.Of(counts, sampler.ClassFrequencies) < ChiSquare.Limit(sampler.ClassFrequencies.Count(share => share > 0) - 1));
    }

    [Theory]
    [InlineData(ShuffleSampling.UniformDegree, "2:05234167 2:01253467 8:42617035 4:07235164")]
    [InlineData(ShuffleSampling.PermutedPositions, "2:01235467 6:76324510 3:21734560 6:54130672")]
    [InlineData(ShuffleSampling.FullShuffle, "6:70652341 7:26301745 6:71042653 6:37054261")]
    public void The_same_sample_gives_the_same_orders_in_every_version(ShuffleSampling sampling, string expected)
    {
        ShuffleDegreeSampler sampler = new(8, sampling);
        SampleRandom random = new(3, 1, 4);
        int[] order = new int[8];
        List<string> drawn = [];
        for (int i = 0; i < 4; i++)
            drawn.Add($"{sampler.Draw(ref random, order)}:{string.Concat(order)}");
        Assert.Equal(expected, string.Join(' ', drawn));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShuffleDegreeSampler(1, ShuffleSampling.UniformDegree));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShuffleDegreeSampler(16, (ShuffleSampling)9));
        SampleRandom random = new(0, 0, 0);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new ShuffleDegreeSampler(16, ShuffleSampling.UniformDegree).Draw(ref random, new int[8]));
        Assert.StartsWith("An order has 16 frames; there is room for 8.", exception.Message);
    }

    private static int[] CountClasses(ShuffleDegreeSampler sampler, int draws)
    {
        int[] counts = new int[sampler.ClassCount];
        int[] order = new int[sampler.Frames];
        SampleRandom random = new(4, 0, sampler.Frames);
        for (int i = 0; i < draws; i++)
            counts[ShuffleDegree.ClassOf(sampler.Draw(ref random, order))]++;
        return counts;
    }

    private static double Entropy(IEnumerable<double> shares) => -shares.Where(share => share > 0).Sum(share => share * Math.Log(share));
}

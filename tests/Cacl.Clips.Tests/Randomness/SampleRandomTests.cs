namespace Cacl.Clips.Tests;

public class SampleRandomTests
{
    [Theory]
    [InlineData(0UL, 0L, 0L, 0, 0x78ae5a9a6b5fd45eUL, 0xb9895a2b68592df1UL, 0x4d936ece81fe4f66UL)]
    [InlineData(1UL, 2L, 3L, 4, 0x68055585a968b899UL, 0x9a72e9c958bd6b24UL, 0x6da2f6aa5f72f884UL)]
    [InlineData(ulong.MaxValue, -1L, -1L, -1, 0x1d52796b1cd54a0dUL, 0x15a551ce04bad2c9UL, 0xaddb4f0bce00844fUL)]
    public void Sequence_is_the_same_on_every_machine(ulong seed, long epoch, long sample, int stream, ulong first, ulong second, ulong third)
    {
        SampleRandom random = new(seed, epoch, sample, stream);
        Assert.Equal([first, second, third], [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()]);
    }

    [Fact]
    public void Generator_is_SplitMix64()
    {
        // The counter of a default value is 0; the numbers are those of the published generator seeded with 0.
        SampleRandom random = default;
        Assert.Equal([0xE220A8397B1DCDAFUL, 0x6E789E6AA1B965F4UL, 0x06C45D188009454FUL], [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()]);
    }

    [Fact]
    public void NextInt_Shuffle_and_NextDouble_are_pinned()
    {
        SampleRandom random = new(1, 2, 3, 4);
        Assert.Equal([4, 6, 4, 7, 8, 8, 1, 0, 9, 1], Enumerable.Range(0, 10).Select(_ => random.NextInt(10)));

        random = new(1, 2, 3, 4);
        int[] values = [0, 1, 2, 3, 4, 5, 6, 7];
        random.Shuffle(values);
        Assert.Equal([1, 0, 5, 6, 7, 2, 4, 3], values);

        random = new(1, 2, 3, 4);
        Assert.Equal(0.40633139146067065, random.NextDouble());
        Assert.Equal(0.6033159367150255, random.NextDouble());
    }

    [Fact]
    public void Sequences_of_neighbouring_numbers_have_nothing_in_common()
    {
        HashSet<ulong> seen = [];
        for (int i = 0; i < 1000; i++)
        {
            foreach (SampleRandom start in new[] { new SampleRandom((ulong)i, 0, 0), new(0, i, 0), new(0, 0, i), new(0, 0, 0, i) })
            {
                SampleRandom random = start;
                if (i > 0 || seen.Count == 0)
                    Assert.True(seen.Add(random.NextUInt64()) && seen.Add(random.NextUInt64()));
            }
        }
    }

    public static TheoryData<string, ulong, long, long, int> Neighbours => new()
    {
        { "seed", 1, 0, 0, 0 },
        { "epoch", 0, 1, 0, 0 },
        { "sample", 0, 0, 1, 0 },
        { "stream", 0, 0, 0, 1 },
        { "seed, sample", 1, 0, 1, 0 },
        { "epoch, sample back", 0, 1, -1, 0 },
        { "sample, stream back", 0, 0, 1, -1 },
    };

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void Neighbouring_sequences_go_together_no_more_than_chance_lets_them(string what, ulong seed, long epoch, long sample, int stream)
    {
        // Pairs of draws, 8 x 8 cells: first with first number of the neighbour, first with its second; and the difference of the first two.
        const int Pairs = 40_000;
        int[] same = new int[64], shifted = new int[64], difference = new int[16];
        for (int i = 0; i < Pairs; i++)
        {
            SampleRandom one = new(7 + (ulong)(i % 10), i / 10 % 10, i / 100, i % 3);
            SampleRandom next = new(7 + (ulong)(i % 10) + seed, i / 10 % 10 + epoch, i / 100 + sample, i % 3 + stream);
            ulong mine = one.NextUInt64(), first = next.NextUInt64(), second = next.NextUInt64();
            same[mine >> 61 << 3 | first >> 61]++;
            shifted[mine >> 61 << 3 | second >> 61]++;
            difference[(first - mine) >> 60]++;
        }

        foreach (int[] counts in new[] { same, shifted, difference })
            Assert.True(ChiSquare.OfUniform(counts) < ChiSquare.Limit(counts.Length - 1), what);
    }

    [Fact]
    public void One_bit_of_any_number_changes_every_bit_of_the_draw_half_of_the_time()
    {
        const int Samples = 2000;
        for (int bit = 0; bit < 63; bit++)
        {
            long change = 1L << bit;
            int[] seed = new int[64], epoch = new int[64], sample = new int[64], stream = new int[64];
            for (int i = 0; i < Samples; i++)
            {
                ulong own = First(new SampleRandom(3, 1, i, 2));
                Count(seed, own ^ First(new SampleRandom(3 ^ (ulong)change, 1, i, 2)));
                Count(epoch, own ^ First(new SampleRandom(3, 1 ^ change, i, 2)));
                Count(sample, own ^ First(new SampleRandom(3, 1, i ^ change, 2)));
                Count(stream, own ^ First(new SampleRandom(3, 1, i, 2 ^ (int)(1L << bit % 31))));
            }

            // 16,128 counts: six deviations from the middle are not met by chance.
            double six = 6 * Math.Sqrt(Samples / 4.0);
            Assert.All([.. seed, .. epoch, .. sample, .. stream], count => Assert.InRange(count, Samples / 2.0 - six, Samples / 2.0 + six));
        }

        static ulong First(SampleRandom random) => random.NextUInt64();

        static void Count(int[] counts, ulong changed)
        {
            for (int bit = 0; bit < 64; bit++)
                counts[bit] += (int)(changed >> bit & 1);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(64)]
    public void NextInt_draws_each_number_equally_often(int choices)
    {
        const int Draws = 100_000;
        SampleRandom random = new(5, 0, choices);
        int[] counts = new int[choices];
        for (int i = 0; i < Draws; i++)
            counts[random.NextInt(choices)]++;
        Assert.True(ChiSquare.OfUniform(counts) < ChiSquare.Limit(choices - 1));
    }

    [Fact]
    public void NextInt_is_unbiased_where_a_remainder_would_not_be()
    {
        // Of 2^32 values, 3 * 2^30 choices leave 2^30 over: without rejection one third of the numbers comes up twice as often.
        const int Draws = 60_000, Choices = 3 << 29;
        SampleRandom random = new(6, 0, 0);
        int[] thirds = new int[3];
        int[] residues = new int[3];
        for (int i = 0; i < Draws; i++)
        {
            int drawn = random.NextInt(Choices);
            thirds[drawn / (1 << 29)]++;
            residues[drawn % 3]++;
        }
        Assert.True(ChiSquare.OfUniform(thirds) < ChiSquare.Limit(2));
        Assert.True(ChiSquare.OfUniform(residues) < ChiSquare.Limit(2));
    }

    [Fact]
    public void Shuffle_gives_every_order_equally_often()
    {
        Dictionary<string, int> counts = [];
        SampleRandom random = new(7, 0, 0);
        for (int i = 0; i < 48_000; i++)
        {
            int[] order = [0, 1, 2, 3];
            random.Shuffle(order);
            string name = string.Join(' ', order);
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.True(ChiSquare.OfUniform(counts.Values.ToArray()) < ChiSquare.Limit(23));
    }

    [Fact]
    public void Fractions_fill_the_unit_interval_evenly()
    {
        SampleRandom random = new(8, 0, 0);
        int[] doubles = new int[20], singles = new int[20];
        for (int i = 0; i < 100_000; i++)
        {
            doubles[(int)(random.NextDouble() * 20)]++;
            singles[(int)(random.NextSingle() * 20)]++;
        }
        Assert.True(ChiSquare.OfUniform(doubles) < ChiSquare.Limit(19));
        Assert.True(ChiSquare.OfUniform(singles) < ChiSquare.Limit(19));
    }

    [Fact]
    public void NextBool_is_true_as_often_as_asked()
    {
        SampleRandom random = new(9, 0, 0);
        int hits = Enumerable.Range(0, 100_000).Count(_ => random.NextBool(0.8));
        Assert.InRange(hits, 79_500, 80_500);
        Assert.DoesNotContain(Enumerable.Range(0, 1000), _ => random.NextBool(0));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(random.NextBool(1)));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        SampleRandom random = new(0, 0, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextBool(1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextBool(double.NaN));
    }
}

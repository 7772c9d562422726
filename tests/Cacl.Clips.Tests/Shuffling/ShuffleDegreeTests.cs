namespace Cacl.Clips.Tests;

public class ShuffleDegreeTests
{
    [Theory]
    [InlineData(new[] { 0 }, 0)]
    [InlineData(new[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new[] { 1, 0, 2, 3 }, 2)]
    [InlineData(new[] { 1, 2, 3, 0 }, 2)]
    [InlineData(new[] { 3, 2, 1, 0 }, 4)]
    // Read as text, "10" and "11" would be two frames each.
    [InlineData(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10 }, 2)]
    public void Of_is_the_edit_distance_to_temporal_order(int[] order, int degree) => Assert.Equal(degree, ShuffleDegree.Of(order));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(200)]
    public void Of_agrees_with_the_naive_table(int frames)
    {
        SampleRandom random = new(1, 0, frames);
        int[] order = new int[frames];
        for (int i = 0; i < 300; i++)
        {
            // From a few swaps to a full shuffle, so that all degrees are met.
            for (int j = 0; j < frames; j++)
                order[j] = j;
            for (int swaps = i % (frames + 1); swaps > 0; swaps--)
            {
                int a = random.NextInt(frames), b = random.NextInt(frames);
                (order[a], order[b]) = (order[b], order[a]);
            }
            Assert.Equal(NaiveLevenshtein.ToTemporalOrder(order), ShuffleDegree.Of(order));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    [InlineData(1025)]
    public void Ends_of_words_are_counted_like_other_places(int frames)
    {
        int[] order = Enumerable.Range(0, frames).ToArray();
        Assert.Equal(0, ShuffleDegree.Of(order));
        (order[^2], order[^1]) = (order[^1], order[^2]);
        Assert.Equal(2, ShuffleDegree.Of(order));

        int[] turned = [.. Enumerable.Range(1, frames - 1), 0], back = [frames - 1, .. Enumerable.Range(0, frames - 1)];
        Assert.Equal((2, 2), (ShuffleDegree.Of(turned), ShuffleDegree.Of(back)));

        // No two frames keep their sequence, so one match at most is left to each: the middle one, when there is one.
        int[] reversed = Enumerable.Range(0, frames).Reverse().ToArray();
        Assert.Equal(frames - frames % 2, ShuffleDegree.Of(reversed));
    }

    [Fact]
    public void Degrees_of_all_orders_of_8_frames_have_the_known_counts()
    {
        int[] counts = new int[9];
        int orders = 0;
        NaiveLevenshtein.VisitNear(8, 8, order =>
        {
            orders++;
            counts[ShuffleDegree.Of(order)]++;
        });
        Assert.Equal(40320, orders);
        Assert.Equal([1, 0, 70, 245, 1832, 5553, 13525, 14111, 4983], counts);
    }

    [Fact]
    public void Low_degrees_of_16_frames_have_the_known_counts()
    {
        int[] counts = new int[4];
        NaiveLevenshtein.VisitNear(16, 3, order => counts[ShuffleDegree.Of(order)]++);
        Assert.Equal([1, 0, 330, 3445], counts);
    }

    [Fact]
    public void Classes_are_the_degrees_without_1()
    {
        Assert.Equal(16, ShuffleDegree.ClassCount(16));
        Assert.Equal([0, 1, 2, 15], new[] { 0, 2, 3, 16 }.Select(ShuffleDegree.ClassOf));
        Assert.All(Enumerable.Range(0, 100), c => Assert.Equal(c, ShuffleDegree.ClassOf(ShuffleDegree.DegreeOf(c))));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShuffleDegree.ClassOf(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShuffleDegree.ClassOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShuffleDegree.DegreeOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShuffleDegree.ClassCount(0));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(70)]
    public void Of_refuses_what_is_no_order(int frames)
    {
        int[] twice = Enumerable.Range(0, frames).ToArray();
        twice[2] = 1;
        int[] outside = Enumerable.Range(1, frames).ToArray();
        Assert.StartsWith($"An order of {frames} frames holds each of 0 to {frames - 1} once; this one holds 1 twice.", Assert.Throws<ArgumentException>(() => ShuffleDegree.Of(twice)).Message);
        Assert.StartsWith($"An order of {frames} frames holds each of 0 to {frames - 1} once; this one holds {frames}.", Assert.Throws<ArgumentException>(() => ShuffleDegree.Of(outside)).Message);
        Assert.Throws<ArgumentException>(() => ShuffleDegree.Of([]));
        Assert.Throws<ArgumentException>(() => ShuffleDegree.Of([0, -1]));
    }
}

namespace Cacl.Search.Tests;

public sealed class SearchIndexBuilderTests
{
    [Fact]
    public void A_vector_that_the_index_cannot_take_is_named_and_leaves_no_row()
    {
        var builder = new SearchIndexBuilder(2);
        string Fault(string id, float[] vector) => Assert.Throws<ArgumentException>(() => builder.Add(id, vector)).Message;

        Assert.Equal("The vector of 'a' has 3 elements; those of this index have 2.", Fault("a", [1, 2, 3]));
        Assert.Equal("The vector of 'b' has NaN as element 1; every element must be a finite number.", Fault("b", [1, float.NaN]));
        Assert.Equal("The vector of 'c' has -Infinity as element 0; every element must be a finite number.", Fault("c", [float.NegativeInfinity, 1]));
        Assert.Equal("The vector of 'd' is all zeros; it has no direction, and so no cosine.", Fault("d", [0, -0f]));
        Assert.Throws<ArgumentException>("id", () => builder.Add("", [1, 2]));
        Assert.StartsWith("The name of an entry has 32768 characters and its label 0;", Fault(new string('x', 32_768), [1, 2]));
        builder.Add("good", [1, 1]);

        using SearchIndex index = builder.Build();
        Assert.Equal(["good"], index.Entries.Select(entry => entry.Id));
        Assert.Equal(1, index.Search([1, 1], 9).Single().Similarity, 1e-7);
    }

    [Fact]
    public void Inner_products_take_zeros_and_refuse_what_overflows()
    {
        var builder = new SearchIndexBuilder(2, SearchSimilarity.InnerProduct);
        builder.Add("zeros", [0, 0]);
        builder.Add("long", [9e14f, 0]);
        Assert.Equal("The vector of 'longer' has the length 2e+15; the greatest that inner products are made of is 1e+15.", Assert.Throws<ArgumentException>(() => builder.Add("longer", [0, 2e15f])).Message);

        using SearchIndex index = builder.Build();
        Assert.Equal(["long", "zeros"], index.Search([9e14f, 0], 2).Select(hit => hit.Entry.Id));
    }

    [Fact]
    public void Tiny_vectors_are_as_near_as_they_are()
    {
        // Products of these underflow in single precision.
        float[][] rows = [[1e-30f, 0], [2e-30f, 0], [3e-30f, 0]];
        using SearchIndex index = Samples.IndexOf(rows, 2, SearchSimilarity.InnerProduct);

        var found = index.Search([.. Enumerable.Repeat(new[] { 1e-20f, 0 }, 30)], 2, cancellation: TestContext.Current.CancellationToken);

        Assert.All(found, hits => Assert.Equal([2, 1], hits.Select(hit => hit.Row)));
    }

    [Fact]
    public void A_built_index_takes_no_more()
    {
        var builder = new SearchIndexBuilder(2);
        using SearchIndex index = builder.Build();
        Assert.Throws<InvalidOperationException>(() => builder.Add("a", [1, 2]));
        Assert.Throws<InvalidOperationException>(builder.Build);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_537)]
    public void Lengths_out_of_range_are_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>("length", () => new SearchIndexBuilder(length));

    [Fact]
    public void An_unknown_similarity_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("similarity", () => new SearchIndexBuilder(1, (SearchSimilarity)2));

    [Fact]
    public void The_longest_vectors_are_searched()
    {
        var random = new Random(1);
        float[][] rows = Samples.Whole(random, 20, 65_536), asked = Samples.Whole(random, 6, 65_536);
        using SearchIndex index = Samples.IndexOf(rows, 65_536, SearchSimilarity.InnerProduct);

        var found = index.Search(asked, 3, cancellation: TestContext.Current.CancellationToken);

        for (int query = 0; query < asked.Length; query++)
            Assert.Equal(Samples.Nearest(rows, asked[query], 3, SearchSimilarity.InnerProduct), found[query].Select(hit => (hit.Row, hit.Similarity)));
    }
}

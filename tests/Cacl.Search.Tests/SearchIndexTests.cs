namespace Cacl.Search.Tests;

public sealed class SearchIndexTests
{
    private static readonly float[] One = [1, 0, 0];

    [Theory]
    [InlineData(SearchSimilarity.InnerProduct)]
    [InlineData(SearchSimilarity.Cosine)]
    public void Search_finds_what_a_plain_loop_finds_for_random_shapes(SearchSimilarity similarity)
    {
        for (int seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            int length = random.Next(1, 80), count = random.Next(0, 300), queries = random.Next(1, 70), k = random.Next(1, count + 20);
            float[][] rows = Samples.Real(random, count, length), asked = Samples.Real(random, queries, length);
            using SearchIndex index = Samples.IndexOf(rows, length, similarity);

            var found = index.Search(asked, k, threads: random.Next(1, 5), TestContext.Current.CancellationToken);

            Assert.Equal(queries, found.Count);
            for (int query = 0; query < queries; query++)
            {
                var expected = Samples.Nearest(rows, asked[query], k, similarity);
                Assert.Equal(expected.Select(hit => hit.Row), found[query].Select(hit => hit.Row));
                foreach (var (hit, wanted) in found[query].Zip(expected))
                    Assert.Equal(wanted.Similarity, hit.Similarity, 1e-9 * Math.Max(1, Math.Abs(wanted.Similarity)));
            }
        }
    }

    [Fact]
    public void Of_equally_similar_rows_the_first_comes_first()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int length = random.Next(1, 12), count = random.Next(1, 900), k = random.Next(1, 60);
            float[][] rows = Samples.Whole(random, count, length), asked = Samples.Whole(random, random.Next(1, 40), length);
            using SearchIndex index = Samples.IndexOf(rows, length, SearchSimilarity.InnerProduct);

            var found = index.Search(asked, k, cancellation: TestContext.Current.CancellationToken);

            for (int query = 0; query < asked.Length; query++)
                Assert.Equal(Samples.Nearest(rows, asked[query], k, SearchSimilarity.InnerProduct), found[query].Select(hit => (hit.Row, hit.Similarity)));
        }
    }

    [Fact]
    public void Rows_of_several_blocks_are_found_by_several_threads()
    {
        var random = new Random(3);
        const int Length = 700;
        float[][] rows = Samples.Whole(random, (3 * VectorBlocks.RowsPerBlockFor(Length)) + 5, Length), asked = Samples.Whole(random, 20, Length);
        using SearchIndex index = Samples.IndexOf(rows, Length, SearchSimilarity.InnerProduct);

        foreach (int threads in new[] { 1, 3, 100 })
        {
            var found = index.Search(asked, 25, threads, TestContext.Current.CancellationToken);
            for (int query = 0; query < asked.Length; query++)
                Assert.Equal(Samples.Nearest(rows, asked[query], 25, SearchSimilarity.InnerProduct), found[query].Select(hit => (hit.Row, hit.Similarity)));
        }
    }

    [Fact]
    public void A_query_finds_bit_for_bit_the_same_alone_and_in_a_batch()
    {
        var random = new Random(4);
        float[][] rows = Samples.Real(random, 2000, 133), asked = Samples.Real(random, 300, 133);
        using SearchIndex index = Samples.IndexOf(rows, 133, SearchSimilarity.Cosine);

        var together = index.Search(asked, 7, threads: 3, TestContext.Current.CancellationToken);

        for (int query = 0; query < asked.Length; query++)
            Assert.Equal(index.Search(asked[query], 7, threads: 1), together[query]);
    }

    [Fact]
    public void Rows_closer_than_single_precision_can_tell_come_in_their_true_order()
    {
        // All similarities agree to about seven digits, and the products of single floats differ by rounding alone.
        var random = new Random(5);
        float[] centre = Samples.Real(random, 1, 512)[0];
        float[][] rows = [.. Enumerable.Range(0, 600).Select(_ => centre.Select(value => value * (1 + (random.NextSingle() * 1e-6f))).ToArray())];
        float[][] asked = [.. Enumerable.Range(0, 40).Select(_ => centre.Select(value => value * (1 + (random.NextSingle() * 1e-3f))).ToArray())];
        using SearchIndex index = Samples.IndexOf(rows, 512, SearchSimilarity.InnerProduct);

        var found = index.Search(asked, 20, cancellation: TestContext.Current.CancellationToken);

        for (int query = 0; query < asked.Length; query++)
            Assert.Equal(Samples.Nearest(rows, asked[query], 20, SearchSimilarity.InnerProduct).Select(hit => hit.Row), found[query].Select(hit => hit.Row));
    }

    [Fact]
    public void A_hit_tells_its_row_and_what_it_stands_for()
    {
        var builder = new SearchIndexBuilder(3);
        builder.Add("a.mp4", [0, 2, 0], "walk");
        builder.Add("b.mp4", [3, 4, 0]);
        using SearchIndex index = builder.Build();

        var hits = index.Search([10, 0, 0], 5);

        Assert.Equal(new SearchHit(1, new SearchEntry("b.mp4", null), 3f / 5f), hits[0]);
        Assert.Equal(new SearchHit(0, new SearchEntry("a.mp4", "walk"), 0), hits[1]);
        Assert.Equal(2, hits.Count);
        Assert.Equal([0, 1, 0], index.Vector(0));
        Assert.Equal(["a.mp4", "b.mp4"], index.Entries.Select(entry => entry.Id));
        Assert.Equal((3, SearchSimilarity.Cosine), (index.Length, index.Similarity));
    }

    [Fact]
    public void Similarity_is_the_cosine_within_single_precision()
    {
        var random = new Random(8);
        float[][] rows = Samples.Real(random, 50, 300);
        using SearchIndex index = Samples.IndexOf(rows, 300, SearchSimilarity.Cosine);
        float[] query = Samples.Real(random, 1, 300)[0];

        foreach (SearchHit hit in index.Search(query, 50))
            Assert.Equal(Samples.Product(rows[hit.Row], query) / Samples.NormOf(rows[hit.Row]) / Samples.NormOf(query), hit.Similarity, 1e-7);
    }

    [Fact]
    public void An_empty_index_finds_nothing()
    {
        using SearchIndex index = new SearchIndexBuilder(3).Build();

        Assert.Empty(index.Search(One, 10));
        Assert.Equal([0, 0], index.Search([One, One], 10, cancellation: TestContext.Current.CancellationToken).Select(hits => hits.Count));
        Assert.All(index.Search([.. Enumerable.Repeat(One, 40)], 10, cancellation: TestContext.Current.CancellationToken), Assert.Empty);
    }

    [Fact]
    public void No_queries_find_no_lists()
    {
        using SearchIndex index = Samples.IndexOf([One], 3, SearchSimilarity.Cosine);
        Assert.Empty(index.Search([], 10, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_query_that_the_index_cannot_take_is_named()
    {
        using SearchIndex index = Samples.IndexOf([One], 3, SearchSimilarity.Cosine);
        string Fault(params float[][] queries) => Assert.Throws<ArgumentException>(() => index.Search(queries, 1)).Message;

        Assert.Equal("The query has 2 elements; those of this index have 3.", Fault([1, 2]));
        Assert.Equal("Query 1 has NaN as element 2; every element must be a finite number.", Fault(One, [1, 2, float.NaN]));
        Assert.Equal("Query 1 is all zeros; it has no direction, and so no cosine.", Fault(One, [0, 0, 0]));
        Assert.StartsWith("Query 1 is null.", Fault(One, null!));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => index.Search(One, 0));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => index.Search(One, 1, threads: 0));
        Assert.Throws<ArgumentOutOfRangeException>("row", () => index.Vector(1));
    }

    [Fact]
    public void A_search_that_is_ended_says_so()
    {
        using SearchIndex index = Samples.IndexOf([One], 3, SearchSimilarity.Cosine);
        Assert.Throws<OperationCanceledException>(() => index.Search([One], 1, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_disposed_index_says_so()
    {
        SearchIndex index = Samples.IndexOf([One], 3, SearchSimilarity.Cosine);
        index.Dispose();
        index.Dispose();
        Assert.Throws<ObjectDisposedException>(() => index.Search(One, 1));
    }

    [Fact]
    public async Task Several_threads_search_at_once()
    {
        var random = new Random(6);
        float[][] rows = Samples.Whole(random, 3000, 40), asked = Samples.Whole(random, 24, 40);
        using SearchIndex index = Samples.IndexOf(rows, 40, SearchSimilarity.InnerProduct);
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        await Parallel.ForEachAsync(Enumerable.Range(0, 16), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellation }, (turn, _) =>
        {
            float[] query = asked[turn];
            Assert.Equal(Samples.Nearest(rows, query, 9, SearchSimilarity.InnerProduct), index.Search(query, 9).Select(hit => (hit.Row, hit.Similarity)));
            Assert.Equal(24, index.Search(asked, 9, cancellation: cancellation).Count);
            return ValueTask.CompletedTask;
        });
    }
}

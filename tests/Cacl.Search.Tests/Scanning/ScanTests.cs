namespace Cacl.Search.Tests.Scanning;

public sealed class ScanTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(16, 12)]
    [InlineData(513, 1031)]
    public void Registers_of_each_width_find_what_a_plain_loop_finds(int length, int count)
    {
        var random = new Random(length);
        foreach (int queries in new[] { 1, 15, 16, 17, 31, 33, 70 })
        {
            float[][] rows = Samples.Whole(random, count, length), asked = Samples.Whole(random, queries, length);
            VectorBlocks vectors = BlocksOf(rows, length);
            QueryGroup group = GroupOf(asked, vectors, rows);

            RowScore[][] wide = Scan.Screened<Lanes16>(vectors, group, 9, 2, TestContext.Current.CancellationToken);
            RowScore[][] narrow = Scan.Screened<Lanes8>(vectors, group, 9, 2, TestContext.Current.CancellationToken);

            for (int query = 0; query < queries; query++)
            {
                var expected = Samples.Nearest(rows, asked[query], 9, SearchSimilarity.InnerProduct);
                Assert.Equal(expected, wide[query].Select(score => (score.Row, score.Similarity)));
                Assert.Equal(expected, narrow[query].Select(score => (score.Row, score.Similarity)));
            }
        }
    }

    [Fact]
    public unsafe void A_tile_holds_the_product_of_each_row_with_each_query()
    {
        const int Length = 37;
        var random = new Random(2);
        float[][] rows = Samples.Whole(random, ScoreTile.Rows, Length), asked = Samples.Whole(random, 32, Length);
        VectorBlocks vectors = BlocksOf(rows, Length);
        QueryGroup group = GroupOf(asked, vectors, rows);
        var panels = new QueryPanels<Lanes16>(group, Length);
        var scores = new AlignedFloats(ScoreTile.Rows * 32);

        ScoreTile.Multiply<Lanes16>(vectors.Block(0), vectors.Stride, panels.Panel(0), Length, scores.Start);

        for (int row = 0; row < ScoreTile.Rows; row++)
            for (int query = 0; query < 32; query++)
                Assert.Equal((float)Samples.Product(rows[row], asked[query]), scores.Span[(row * 32) + query]);
    }

    [Fact]
    public void The_screen_lets_through_what_the_rounding_of_single_precision_may_hide()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int length = random.Next(1, 700);
            float[] row = Samples.Real(random, 1, length)[0], query = Samples.Real(random, 1, length)[0];
            VectorBlocks vectors = BlocksOf([row], length);
            double exact = Samples.Product(row, query);

            float screen = GroupOf([query], vectors, [row]).ScreenFor(0, exact);

            // In any order of the sum, forwards, backwards and the smallest first.
            float[] products = [.. row.Zip(query, (a, b) => a * b)];
            Assert.InRange(screen, float.MinValue, products.Aggregate(0f, (sum, product) => sum + product));
            Assert.InRange(screen, float.MinValue, products.Reverse().Aggregate(0f, (sum, product) => sum + product));
            Assert.InRange(screen, float.MinValue, products.Order().Aggregate(0f, (sum, product) => sum + product));
            // And it screens at all.
            Assert.InRange(exact - screen, 0, 2e-4 * Samples.NormOf(row) * Samples.NormOf(query));
        }
    }

    [Fact]
    public void A_row_of_the_nearest_gives_way_to_the_earlier_of_equals()
    {
        var nearest = new NearestRows(2);
        foreach (RowScore score in new RowScore[] { new(1, 9), new(1, 5), new(1, 7), new(0, 1), new(1, 2) })
            nearest.Offer(score);
        Assert.Equal([2, 5], nearest.Rows.ToArray().Select(score => score.Row).Order());
        Assert.Equal(1, nearest.Bound);
    }

    private static VectorBlocks BlocksOf(float[][] rows, int length)
    {
        int rowsPerBlock = VectorBlocks.RowsPerBlockFor(length);
        List<AlignedFloats> blocks = [];
        for (int row = 0; row < rows.Length; row++)
        {
            if (row % rowsPerBlock == 0)
                blocks.Add(VectorBlocks.NewBlock(length));
            rows[row].CopyTo(blocks[^1].Span[(row % rowsPerBlock * VectorRules.StrideOf(length))..]);
        }
        return new VectorBlocks(length, rows.Length, [.. blocks]);
    }

    private static QueryGroup GroupOf(float[][] queries, VectorBlocks vectors, float[][] rows)
    {
        var group = new QueryGroup(queries.Length, vectors.Stride);
        for (int query = 0; query < queries.Length; query++)
            group.Set(query, queries[query], vectors, rows.Max(Samples.NormOf), SearchSimilarity.InnerProduct, "The query");
        return group;
    }
}

using Cacl.Clips;
using Cacl.Learning;
using Cacl.Learning.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.Tests;

public class RowsOfRanksTests
{
    private const int Batch = 8, Batches = 5;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Rows_of_all_ranks_together_are_the_batch_of_one_process_bit_by_bit(int ranks)
    {
        // Crops of changing size, which are padded to the largest of a batch, and a draw for every frame of the second view.
        AugmentationOptions[] views = [AugmentationOptions.CvrlFirstView, AugmentationOptions.CvrlSecondView with { PerFrame = true }];
        using DisposeScope scope = NewDisposeScope();
        ClipBatch[] alone = Load(views, 0, 1);
        ClipBatch[][] shared = [.. Enumerable.Range(0, ranks).Select(rank => Load(views, rank, ranks))];

        for (int batch = 0; batch < Batches; batch++)
        {
            ClipBatch[] parts = [.. shared.Select(ofRank => ofRank[batch])];
            Assert.Equal([.. Enumerable.Range(0, ranks).Select(rank => rank * Batch / ranks)], parts.Select(part => part.FirstRow));
            Assert.All(parts, part => Assert.Equal((Batch, alone[batch].Random), (part.CountOfAll, part.Random)));
            AssertRows(alone[batch], parts, part => part.Videos);
            AssertRows(alone[batch], parts, part => part.Orders);
            AssertRows(alone[batch], parts, part => part.DegreeClasses);
            AssertRows(alone[batch], parts, part => part.View(0));
            AssertRows(alone[batch], parts, part => part.View(1));
        }
    }

    [Fact]
    public void A_run_that_begins_later_takes_the_same_rows()
    {
        using DisposeScope scope = NewDisposeScope();
        AugmentationOptions[] views = [AugmentationOptions.Cacl];
        ClipBatch[] all = Load(views, 1, 2), later = Load(views, 1, 2, first: 3);

        Assert.True(all[3].View(0).Equals(later[0].View(0)));
        Assert.False(all[2].View(0).Equals(later[0].View(0)));
    }

    private static ClipBatch[] Load(AugmentationOptions[] views, int rank, int ranks, int first = 0)
    {
        using var source = new ColumnClipSource(FadingClips.Make(5, 4), FadingClips.Size, FadingClips.Clips with { CropSize = 12 });
        using var loader = new BatchLoader(
            source, FadingClips.Clips with { CropSize = 12 }, views, ShuffleSampling.UniformDegree, 7, Batch, Batches, 2, first: first, rank: rank, ranks: ranks);
        return [.. Enumerable.Range(first, Batches - first).Select(_ => new ClipBatch(loader.Next(TestContext.Current.CancellationToken)!, CPU, subtractBackground: false))];
    }

    private static void AssertRows(ClipBatch alone, ClipBatch[] parts, Func<ClipBatch, Tensor> rows) =>
        Assert.True(rows(alone).Equals(cat([.. parts.Select(rows)], 0)));
}

using Microsoft.ML.Data;

namespace Packages.Tests.MicrosoftML;

public class VBufferTests
{
    [Fact]
    public void A_sparse_buffer_gives_its_dense_values()
    {
        var buffer = new VBuffer<int>(6, 2, [7, 9], [1, 4]);

        Assert.False(buffer.IsDense);
        Assert.Equal([0, 7, 0, 0, 9, 0], buffer.DenseValues());
        Assert.Equal(9, buffer.GetItemOrDefault(4));
        Assert.Equal(0, buffer.GetItemOrDefault(5));
        Assert.Equal([1, 4], buffer.GetIndices().ToArray());
        Assert.Equal([new(1, 7), new(4, 9)], buffer.Items());
    }

    [Fact]
    public void A_copy_reuses_the_destinations_array()
    {
        var source = new VBuffer<int>(3, [1, 2, 3]);
        int[] own = new int[5];
        var destination = new VBuffer<int>(5, own);

        source.CopyTo(ref destination);

        Assert.Equal([1, 2, 3], destination.DenseValues());
        Assert.Equal([1, 2, 3, 0, 0], own);
    }

    [Fact]
    public void A_copy_of_a_sparse_range_moves_its_indices()
    {
        var source = new VBuffer<int>(6, 2, [7, 9], [1, 4]);
        VBuffer<int> destination = default;

        source.CopyTo(ref destination, 3, 3);

        Assert.Equal([0, 9, 0], destination.DenseValues());
    }

    [Fact]
    public void An_editor_keeps_the_array_when_it_is_long_enough()
    {
        VBuffer<byte> buffer = default;
        VBufferEditor<byte> first = VBufferEditor.Create(ref buffer, 4);
        first.Values.Fill(3);
        buffer = first.Commit();

        VBufferEditor<byte> second = VBufferEditor.Create(ref buffer, 2);

        Assert.True(first.CreatedNewValues);
        Assert.False(second.CreatedNewValues);
        Assert.Equal(2, second.Commit().Length);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class BatchShuffleTests
{
    private const int Own = 4;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Rows_are_dealt_out_among_ranks_and_come_back_to_where_they_were(int ranks)
    {
        (float[] Given, float[] Exchanged, float[] Returned)[] parts = ThreadJob.Run(ranks, job =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor rows = arange(job.Rank * Own, (job.Rank + 1) * Own, dtype: float32).unsqueeze(1);
            var shuffle = BatchShuffle.Of(job, Batch(job), isWanted: true);
            Tensor exchanged = shuffle.Exchange(rows);
            return (Values(rows), Values(exchanged), Values(shuffle.Return(exchanged)));
        });

        Assert.All(parts, part => Assert.Equal(part.Given, part.Returned));
        Assert.All(parts, part => Assert.NotEmpty(part.Exchanged.Except(part.Given)));
        Assert.Equal(Enumerable.Range(0, ranks * Own).Select(row => (float)row), parts.SelectMany(part => part.Exchanged).Order());
    }

    [Fact]
    public void Rows_stay_where_no_exchange_is_wanted()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = ThreadJob.Run(2, job => BatchShuffle.Of(job, Batch(job), isWanted: false).Exchange(full(Own, 1, job.Rank)));

        Assert.Equal([0f, 0, 0, 0, 1, 1, 1, 1], parts.SelectMany(Values));
    }

    private static ClipBatch Batch(Communicator job)
    {
        byte[][] pixels = [.. Enumerable.Range(0, Own).Select(_ => new byte[3])];
        var host = new HostBatch(Own, 1, 1, 1, 1, 1, [pixels], [new ViewDraw[Own]], new long[Own], new long[Own], new long[Own], Random: 7, job.Rank * Own, job.Size * Own, [.. Enumerable.Repeat(new int[1], Own)]);
        return new ClipBatch(host, CPU, subtractBackground: false);
    }

    private static float[] Values(Tensor rows) => rows.data<float>().ToArray();
}

namespace Distributed.Tests;

public sealed class CollectivesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_call_gives_every_rank_what_plain_loops_give(int ranks)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Start(ranks, "JobMember", "collectives");
        await job.Succeed(TestContext.Current.CancellationToken);
        CollectivesAssert.Holds(ranks, job.Lines);
    }

    [Fact]
    public async Task Sums_beside_other_calls_need_no_order_between_the_two()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Start(3, "JobMember", "beside");
        await job.Succeed(TestContext.Current.CancellationToken);
        for (int rank = 0; rank < 3; rank++)
            Assert.Equal("beside True, True; several machines False", job.Lines(rank)[^1]);
    }
}

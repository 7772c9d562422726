using System.Globalization;

namespace Distributed.Tests;

public sealed class SharedNormsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Processes_learn_with_a_network_what_one_does_with_the_whole_batch(int ranks)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Start(ranks, "JobMember", "norms");
        await job.Succeed(TestContext.Current.CancellationToken);
        for (int rank = 0; rank < ranks; rank++)
        {
            Assert.True(Number(job, rank, "numbers ") > 40);   // gradients and running statistics
            Assert.InRange(Number(job, rank, "together "), 0, 1e-9);
            Assert.InRange(Number(job, rank, "apart "), 1e-2, double.MaxValue);
        }
    }

    private static double Number(MpiJob job, int rank, string name) =>
        double.Parse(Assert.Single(job.Lines(rank), line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
}

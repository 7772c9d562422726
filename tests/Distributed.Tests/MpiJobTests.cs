namespace Distributed.Tests;

public class MpiJobTests
{
    [Fact]
    public async Task What_a_rank_says_within_another_rank_s_line_is_told_apart_from_it()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Launch(
            ["-n", "1", "sh", "-c", "echo first; printf half; sleep 1; echo ' a line'", ":", "-n", "1", "sh", "-c", "sleep 0.5; echo whole; printf unended"],
            new Dictionary<string, string>());
        await job.Succeed(TestContext.Current.CancellationToken);
        Assert.Equal(["first", "half a line"], job.Lines(0));
        Assert.Equal(["whole", "unended"], job.Lines(1));
    }
}

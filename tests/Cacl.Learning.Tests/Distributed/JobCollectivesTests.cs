using Cacl.Clips;

namespace Cacl.Learning.Tests;

public class JobCollectivesTests
{
    [Fact]
    public void Videos_that_one_rank_alone_has_dropped_are_told_by_all()
    {
        var everywhere = new SkippedVideo("short.mp4", "it has 2 frames");
        SkippedVideo ofFirst = new("gone.mp4", "it is not there"), ofThird = new("torn \u00fc.mp4", "frame 7 can't be read");
        SkippedVideo[][] own = [[everywhere, ofFirst], [everywhere], [everywhere, ofThird]];

        IReadOnlyList<SkippedVideo>[] told = ThreadJob.Run(3, job => job.GatherSkipped(own[job.Rank]));

        Assert.All(told, all => Assert.Equal([everywhere, ofFirst, ofThird], all));
    }
}

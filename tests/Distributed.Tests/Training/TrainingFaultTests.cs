using Cacl.Learning.Tests;

namespace Distributed.Tests;

public sealed class TrainingFaultTests : IDisposable
{
    private readonly TrainingJob job = new();

    public TrainingFaultTests() => Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);

    public void Dispose() => job.Dispose();

    [Fact]
    public async Task Ranks_of_different_options_are_told_which_and_what()
    {
        string said = await TrainingJob.Fail(2, "1:rate=0.1", "1:folder=kept", "1:overlap=true");

        // The first tells it for all.
        Assert.Single(said.Split('\n'), line => line.Contains("alike", StringComparison.Ordinal));
        Assert.Contains(
            "rank 0 of 2: The 2 ranks of this job were not started alike. On rank 1 CheckpointFolder is set, and on rank 0 null. On rank 1 OverlapExchange is True, and on rank 0 null. On rank 1 LearningRate is 0.1, and on rank 0 0.01.",
            said);
    }

    [Fact]
    public async Task Ranks_of_different_builds_are_told()
    {
        string other = OtherBuild.Of("Cacl.Learning.dll", "TrainingRank.dll", job.Folder);
        using MpiJob started = MpiJob.Start(1, "TrainingRank", ":", "-n", "1", "dotnet", other);
        await started.End(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, started.ExitCode);
        Assert.Contains("rank 0 of 2: The 2 ranks of this job were not started alike. On rank 1 the build of Cacl.Learning is ", started.Everything);
    }

    [Fact]
    public async Task A_rank_that_gets_no_more_memory_ends_the_job_and_is_named()
    {
        string said = await TrainingJob.Fail(2, "1:starve=4");

        // Whether libtorch misses memory first, and the rank says so itself, or .NET, and the process ends.
        Assert.Contains("memory", said, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("rank 1 ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ranks_that_see_different_videos_are_told_which()
    {
        string[] videos = FadingClips.Write(job.Folder, 5, 12);

        string said = await TrainingJob.Fail(2, $"folder-of-videos={job.Folder}", "1:videos=4");

        Assert.Contains($"On rank 1 the number of videos that can be used is 4, and on rank 0 5. On rank 1 video 5 is not there, and on rank 0 {videos[4]} (", said);
    }

    [Fact]
    public async Task A_rank_that_throws_ends_the_job_and_is_named()
    {
        Assert.Contains("rank 1 of 2: thrown by the test", await TrainingJob.Fail(2, "1:throw=5"));
    }

    [Fact]
    public async Task A_loss_that_is_no_number_ends_the_job()
    {
        Assert.Matches("rank [01] of 2: .*(NaN|Infinity)", await TrainingJob.Fail(2, "method=vcop", "rate=900", "steps=50", "sync=0"));
    }

    [Fact]
    public async Task A_checkpoint_that_the_first_rank_cannot_write_ends_the_job()
    {
        string folder = Path.Join(job.Folder, "kept");
        Directory.CreateDirectory(Path.Join(folder, "2-cacl-000000002.safetensors"));

        string said = await TrainingJob.Fail(2, $"folder={folder}", "every=2");

        Assert.Contains("rank 0 of 2: The checkpoint ", said);
    }

    [Fact]
    public async Task Weights_that_begin_apart_are_brought_together_and_ones_that_part_later_are_found_with_their_rank()
    {
        string said = await TrainingJob.Fail(3, "method=parted-weights", "batch=6", "steps=2");

        Assert.Contains("learned together", said);

        Assert.Contains("After 200 steps of cvrl rank 2 holds other weights than rank 0, the first of them network.encoder.", said);
    }
}

using Cacl.Learning;

namespace Distributed.Tests;

public sealed class FaultTests
{
    /// <summary>The rank that comes to grief in each of these jobs, while the others wait for it in a sum.</summary>
    private const int Chosen = 1;

    [Fact]
    public async Task Abort_ends_the_job_with_its_code_and_names_the_rank_and_the_reason()
    {
        using MpiJob job = await Ended("abort");
        Assert.Equal(7, job.ExitCode);
        Assert.Contains("rank 1 of 2: the disk is full", job.Errors(Chosen));
    }

    [Fact]
    public async Task A_rank_that_throws_ends_the_job()
    {
        using MpiJob job = await Ended("throw");
        Assert.Contains("Unhandled exception. System.InvalidOperationException: thrown by the test", job.Errors(Chosen));
        Assert.Contains("rank 1", job.Everything);
    }

    [Fact]
    public async Task A_rank_that_is_stopped_ends_the_job_with_the_code_of_a_program_that_is_stopped()
    {
        using MpiJob job = await Ended("stop");
        Assert.Equal(130, job.ExitCode);
        Assert.Contains("rank 1 of 2: it was stopped before there was anything to give", job.Errors(Chosen));
    }

    [Fact]
    public async Task A_rank_that_ends_its_process_ends_the_job()
    {
        using MpiJob job = await Ended("exit");
        Assert.Equal(5, job.ExitCode);
    }

    [Fact]
    public async Task A_rank_that_ends_well_without_having_left_the_job_ends_it()
    {
        using MpiJob job = await Ended("leave");
        Assert.Contains("rank 1", job.Everything);
    }

    [Fact]
    public async Task A_rank_that_is_killed_ends_the_job()
    {
        using MpiJob job = await Ended("sleep", async job => MpiJob.Signal(int.Parse(await job.Heard(Chosen, "process ", TestContext.Current.CancellationToken)), 9));
        Assert.Matches(@"rank 1 .*exited on signal 9", job.Everything);
    }

    [Fact]
    public async Task A_launcher_that_is_told_to_end_ends_every_rank()
    {
        using MpiJob job = await Ended("sleep", async job =>
        {
            await job.Heard(Chosen, "process ", TestContext.Current.CancellationToken);
            job.Signal(15);
        });
    }

    [Fact]
    public async Task A_job_that_asks_for_GPUs_where_there_are_none_says_so_and_ends()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a GPU.");
        using MpiJob job = await Ended("gpu");
        Assert.Contains("Cacl.Learning.CommunicatorException: On ranks 0, 1: Device cuda:0 was asked for, but this libtorch finds no CUDA GPU. Use cpu, or a libtorch that is built with CUDA.", job.Everything);
    }

    [Theory]
    [InlineData("cpu", "cuda", "cpu was asked for on rank 0, cuda was asked for on rank 1.")]
    [InlineData("cuda:0", "cpu", "cuda:0 was asked for on rank 0, cpu was asked for on rank 1.")]
    public async Task Ranks_that_are_to_compute_on_different_kinds_of_devices_all_say_so(string first, string second, string told)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Start(1, "JobMember", "devices", "-1", first, ":", "-n", "1", "dotnet", Path.Join(AppContext.BaseDirectory, "JobMember.dll"), "devices", "-1", second);
        await job.Succeed(TestContext.Current.CancellationToken);
        for (int rank = 0; rank < 2; rank++)
            Assert.Single(job.Lines(rank), line => line.StartsWith($"devices: All processes of a job must compute on the CPU, or all on GPUs: {told}", StringComparison.Ordinal));
    }

    [Fact]
    public void Devices_that_can_not_be_had_are_told_with_their_ranks()
    {
        Assert.Null(DeviceAgreement.Differences([new("cuda", null), new("cuda:1", null)]));
        Assert.Null(DeviceAgreement.Differences([new("cpu", null), new("cpu", null)]));
        Assert.Null(DeviceAgreement.Differences([new("cuda", null, "GPU-1"), new("cuda", null, "GPU-2")]));
        Assert.Equal(
            "The ranks 0, 2 would share one GPU (GPU-1), and NCCL wants one for each. Start at most as many processes on a machine as it has GPUs, each with its own.",
            DeviceAgreement.Differences([new("cuda", null, "GPU-1"), new("cuda", null, "GPU-2"), new("cuda:1", null, "GPU-1")]));
        Assert.Equal("On ranks 0, 2: none. On rank 3: no NCCL.", DeviceAgreement.Differences([new("cuda", "none."), new("cuda", null), new("cuda", "none."), new("cuda:1", "no NCCL.")]));
    }

    private static async Task<MpiJob> Ended(string fault, Func<MpiJob, Task>? strike = null)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        MpiJob job = MpiJob.Start(2, "JobMember", fault, $"{Chosen}");
        try
        {
            if (strike is not null)
                await strike(job);
            await job.End(cancel);
            Assert.NotEqual(0, job.ExitCode);
            Assert.DoesNotContain("went on without", job.Everything);
            Assert.Empty(await job.Survivors(cancel));
            return job;
        }
        catch
        {
            job.Dispose();
            throw;
        }
    }
}

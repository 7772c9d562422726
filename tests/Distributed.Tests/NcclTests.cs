using Cacl.Learning;

namespace Distributed.Tests;

/// <summary>The calls to NCCL, on a library that checks their arguments and works in host memory: no GPU took part.</summary>
public sealed class NcclTests(StandInNccl nccl) : IClassFixture<StandInNccl>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_call_gives_every_rank_what_plain_loops_give(int ranks)
    {
        using MpiJob job = Start(ranks, "collectives", "-1", "cpu");
        await job.Succeed(TestContext.Current.CancellationToken);
        CollectivesAssert.Holds(ranks, job.Lines);
        for (int rank = 0; rank < ranks; rank++)
            Assert.Equal([$"nccl joined rank {rank} of {ranks} on device -1", $"nccl destroyed rank {rank}"], job.Errors(rank));
    }

    [Fact]
    public async Task Host_tensors_go_over_MPI_while_the_GPU_of_the_name_is_joined()
    {
        using MpiJob job = Start(2, "collectives", "-1", "cuda:1");
        await job.Succeed(TestContext.Current.CancellationToken);
        CollectivesAssert.Holds(2, job.Lines);
        for (int rank = 0; rank < 2; rank++)
            Assert.Equal([$"nccl joined rank {rank} of 2 on device 1", $"nccl destroyed rank {rank}"], job.Errors(rank));
    }

    [Fact]
    public async Task A_failure_that_NCCL_tells_later_is_an_error_with_its_cause()
    {
        using MpiJob job = Start(2, "mismatch", "-1", "cpu");
        await job.Succeed(TestContext.Current.CancellationToken);
        for (int rank = 0; rank < 2; rank++)
        {
            Assert.Contains(
                "mismatch: A call before or at ncclAllReduce failed with code 6: remote process exited or there was a network error. NCCL's last message: ranks made different calls",
                job.Lines(rank));
        }
    }

    [Fact]
    public async Task Abort_ends_the_communicator_and_the_job()
    {
        using MpiJob job = Start(2, "abort", "1", "cpu");
        await job.End(TestContext.Current.CancellationToken);
        Assert.Equal(7, job.ExitCode);
        Assert.Contains("nccl aborted rank 1", job.Errors(1));
        Assert.Contains("rank 1 of 2: the disk is full", job.Errors(1));
        Assert.Empty(await job.Survivors(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Abort_of_a_rank_that_has_left_touches_neither_library()
    {
        using MpiJob job = Start(1, "late", "-1", "cpu");
        await job.End(TestContext.Current.CancellationToken);
        Assert.Equal(7, job.ExitCode);
        Assert.Equal(["nccl joined rank 0 of 1 on device -1", "nccl destroyed rank 0", "rank 0 of 1: too late"], job.Errors(0));
    }

    [Fact]
    public async Task Embedding_processes_that_outnumber_the_GPUs_are_told()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        Assert.SkipWhen(nccl.Missing is not null, nccl.Missing ?? "");
        using MpiJob job = MpiJob.Start(3, nccl.Environment, "cacl", "embed", "none.onnx", "none.avi", "--output", "none.csv", "--device", "cuda");
        await job.End(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, job.ExitCode);
        Assert.Contains($"Rank 2 is the process 3 of {Environment.MachineName}, which has 2 GPUs. Start at most as many processes on a machine as it has GPUs.", job.Everything);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 1, 0)]
    [InlineData(1, 2, 1)]
    public void A_process_takes_the_GPU_of_its_number_or_the_only_one_that_it_sees(int localRank, int gpus, int chosen) => Assert.Equal(chosen, OwnGpu.Choose(5, localRank, gpus));

    [Fact]
    public async Task A_GPU_is_known_by_the_text_that_its_tools_show()
    {
        using MpiJob job = Start(1, "gpu-id", "1", "");
        await job.Succeed(TestContext.Current.CancellationToken);
        Assert.Equal(["GPU-00010203-0405-0607-0809-0a0b0c0d0e01"], job.Lines(0));
    }

    [Fact]
    public async Task A_GPU_that_is_not_there_is_an_error_of_the_driver()
    {
        using MpiJob job = Start(1, "collectives", "-1", "cuda:2");
        await job.End(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, job.ExitCode);
        Assert.Contains("Cacl.Learning.CommunicatorException: cuDeviceGet of CUDA's driver failed with code 101.", job.Everything);
    }

    [Fact]
    public async Task An_old_NCCL_is_refused_with_its_version()
    {
        using MpiJob job = Start(1, "collectives", "-1", "cpu", ("STANDIN_NCCL_VERSION", "21210"));
        await job.End(TestContext.Current.CancellationToken);
        Assert.Contains("has version code 21210; it must be 2.14 (21400) or later.", job.Everything);
    }

    [Fact]
    public async Task Without_NCCL_the_error_says_what_to_install()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using var library = new BrokenLibrary("libnccl.so.2");
        using MpiJob job = MpiJob.Start(1, library.Environment, "JobMember", "collectives", "-1", "cpu");
        await job.End(TestContext.Current.CancellationToken);
        Assert.Contains($"NCCL's library libnccl.so.2 can't be loaded on {Environment.MachineName}. Install NCCL (NVIDIA's package libnccl2) on every machine of the job.", job.Everything);
    }

    private MpiJob Start(int ranks, string what, string chosen, string device, params (string Name, string Value)[] environment)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        Assert.SkipWhen(nccl.Missing is not null, nccl.Missing ?? "");
        Dictionary<string, string> variables = nccl.Environment;
        foreach ((string name, string value) in environment)
            variables[name] = value;
        return MpiJob.Start(ranks, variables, "JobMember", what, chosen, device);
    }
}

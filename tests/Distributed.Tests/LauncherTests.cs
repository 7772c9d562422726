using Cacl.Learning;

namespace Distributed.Tests;

public sealed class LauncherTests
{
    [Theory]
    [InlineData("")]
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4")] // a shell of salloc
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4 SLURM_PROCID=0 SLURM_LOCALID=0")] // a script of sbatch
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4 SLURM_STEP_ID=4294967290 SLURM_STEP_NUM_TASKS=1")] // the interactive step of salloc
    public void A_process_that_was_started_alone_has_no_launcher(string environment) => Assert.Null(Find(environment));

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=1", "mpirun", 1, true)]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 PMIX_RANK=0", "mpirun", 4, true)]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 SLURM_STEP_NUM_TASKS=2", "mpirun", 4, true)] // mpirun starts its daemons by srun
    [InlineData("PMIX_RANK=1 SLURM_STEP_NUM_TASKS=2", "srun", 2, true)]
    [InlineData("PMIX_RANK=1", "a launcher that speaks PMIx", null, true)]
    [InlineData("SLURM_STEP_NUM_TASKS=2", "srun", 2, false)]
    [InlineData("PMI_SIZE=3", "an mpiexec of another MPI", 3, false)]
    public void The_launcher_is_told_by_the_variables_that_it_leaves(string environment, string name, int? tasks, bool serves)
    {
        Launcher launcher = Find(environment)!;
        Assert.Equal((name, tasks, serves), (launcher.Name, launcher.Tasks, launcher.Serves));
    }

    [Theory]
    [InlineData("SLURM_STEP_NUM_TASKS=2", "srun started 2 processes, and offers no way for Open MPI to bring them together. Start the job with srun --mpi=pmix ")]
    [InlineData("PMI_SIZE=3", "an mpiexec of another MPI started 3 processes, and offers no way for Open MPI to bring them together. Start the job with the mpirun of the Open MPI ")]
    [InlineData("OMPI_COMM_WORLD_SIZE=2", "mpirun started 2 processes, and Open MPI sees 1 of them. Start the job with the mpirun of the Open MPI ")]
    public async Task Processes_that_do_not_find_each_other_say_what_to_do(string environment, string message)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.StartAlone(Variables(environment), "JobMember", "collectives");
        await job.End(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, job.ExitCode);
        Assert.Contains($"Cacl.Learning.CommunicatorException: {message}", job.Everything);
    }

    [Fact]
    public async Task A_job_whose_library_can_not_be_loaded_says_what_to_install()
    {
        using var library = new BrokenLibrary("libmpi.so.40");
        library.Environment["OMPI_COMM_WORLD_SIZE"] = "2";
        using MpiJob job = MpiJob.StartAlone(library.Environment, "JobMember", "collectives");
        await job.End(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, job.ExitCode);
        Assert.Contains($"Open MPI's library libmpi.so.40 can't be loaded on {Environment.MachineName}. Install Open MPI (on Debian libopenmpi3 and openmpi-bin) on every machine of the job.", job.Everything);
    }

    [Fact]
    public async Task A_process_alone_needs_no_library()
    {
        using var library = new BrokenLibrary("libmpi.so.40");
        library.Environment["SLURM_NTASKS"] = "4";
        using MpiJob job = MpiJob.StartAlone(library.Environment, "JobMember", "collectives");
        await job.Succeed(TestContext.Current.CancellationToken);
        Assert.Contains("rank 0 of 1", job.Everything);
    }

    [Fact]
    public void A_process_alone_keeps_the_device_that_it_asks_for()
    {
        using Communicator job = Communicator.Join("cuda:1");
        Assert.Equal((0, 1, "cuda:1"), (job.Rank, job.Size, job.Device));
    }

    private static Launcher? Find(string environment) => Launcher.Find(name => Variables(environment).GetValueOrDefault(name));

    private static Dictionary<string, string> Variables(string environment) =>
        environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
}

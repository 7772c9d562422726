namespace Cacl.Learning;

/// <summary>Who started this process, by the variables that launchers leave.</summary>
/// <param name="Name">What the launcher is called.</param>
/// <param name="Tasks">How many processes it started; null where it doesn't say.</param>
/// <param name="Serves">Whether Open MPI can ask it for the other processes.</param>
/// <param name="Remedy">What to do where Open MPI does not see all processes.</param>
internal sealed record Launcher(string Name, int? Tasks, bool Serves, string Remedy)
{
    private const string OpenMpi = "Start the job with the mpirun of the Open MPI whose library this process loads.";
    private const string SlurmRemedy = "Start the job with srun --mpi=pmix (srun --mpi=list tells what this Slurm knows), or with Open MPI's mpirun within the allocation.";

    /// <summary>The launcher of this process, or null for a process that was started alone.</summary>
    /// <param name="read">Reads a variable of the environment.</param>
    public static Launcher? Find(Func<string, string?> read)
    {
        // mpirun within an allocation of Slurm leaves Slurm's variables too, and so its own are asked for first.
        if (read("OMPI_COMM_WORLD_SIZE") is { } size)
            return new Launcher("mpirun", Number(size), true, OpenMpi);

        // A shell of sbatch or salloc has SLURM_NTASKS; only what srun starts has the number of tasks of its step.
        int? tasks = Number(read("SLURM_STEP_NUM_TASKS"));
        if (read("PMIX_RANK") is not null)
            return new Launcher(tasks is null ? "a launcher that speaks PMIx" : "srun", tasks, true, tasks is null ? OpenMpi : SlurmRemedy);
        if (tasks > 1)
            return new Launcher("srun", tasks, false, SlurmRemedy);
        return Number(read("PMI_SIZE")) is > 1 and var others ? new Launcher("an mpiexec of another MPI", others, false, OpenMpi) : null;
    }

    private static int? Number(string? text) => int.TryParse(text, out int number) ? number : null;
}

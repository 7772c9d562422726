namespace Cacl.Learning;

/// <summary>Which GPU a process of a job takes that was asked to compute on <c>cuda</c>.</summary>
internal static class OwnGpu
{
    /// <summary>A launcher may show every process its own GPU alone; else each takes the one of its number on the machine.</summary>
    /// <param name="rank">The process.</param>
    /// <param name="localRank">Its number among the job's processes of its machine.</param>
    /// <param name="gpus">How many GPUs it sees.</param>
    /// <exception cref="CommunicatorException">There are more processes than GPUs.</exception>
    public static int Choose(int rank, int localRank, int gpus)
    {
        if (gpus > 1 && localRank >= gpus)
            throw new CommunicatorException($"Rank {rank} is the process {localRank + 1} of {Environment.MachineName}, which has {gpus} GPUs. Start at most as many processes on a machine as it has GPUs.");
        return gpus > 1 ? localRank : 0;
    }
}

using System.Security.Cryptography;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Compares now and then whether all processes of a job still hold the same weights, statistics and queues.</summary>
internal static class WeightComparison
{
    private const int Every = 100;   // steps

    /// <summary>Compares them before a step, if it is time to.</summary>
    /// <param name="job">The processes.</param>
    /// <param name="objective">What is learned.</param>
    /// <param name="step">The step that comes, from 0.</param>
    /// <param name="first">The first step of this process.</param>
    /// <exception cref="CommunicatorException">A process holds others; all processes get it.</exception>
    public static void Check(Communicator job, Objective objective, int step, int first)
    {
        if (job.Size == 1 || (step != first && step % Every != 0))
            return;
        (string Name, byte[] Hash)[] own = HashesOf(objective);
        byte[][] ofAll = [.. job.AllGather([.. own.SelectMany(part => part.Hash)])];
        for (int rank = 1; rank < job.Size; rank++)
        {
            int same = ofAll[0].AsSpan().CommonPrefixLength(ofAll[rank]);
            if (same < ofAll[0].Length)
                throw new CommunicatorException($"After {step} steps of {objective.Name} rank {rank} holds other weights than rank 0, the first of them {own[same / SHA256.HashSizeInBytes].Name}. Start the run again from its latest checkpoint.") { IsOfAll = true };
        }
    }

    /// <summary>A hash of each tensor's bytes, and of where each queue goes on.</summary>
    /// <remarks>Bytes, for a sum hangs on the number of threads that make it, and does not see that rows have changed places.</remarks>
    public static (string Name, byte[] Hash)[] HashesOf(Objective objective)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return
        [
            .. objective.State.Select(part => (part.Name, HashOf(part.Values))),
            .. objective.Queues.Select(entry => ($"queue.{entry.Name}.pointer", SHA256.HashData(BitConverter.GetBytes(entry.Queue.Pointer)))),
        ];

        byte[] HashOf(Tensor values)
        {
            hash.AppendValues(values);
            return hash.GetHashAndReset();
        }
    }
}

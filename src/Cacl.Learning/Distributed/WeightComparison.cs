using System.Runtime.InteropServices;
using TorchSharp;
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
        (string Name, Tensor Values)[] all =
        [
            .. objective.Networks.SelectMany(entry => entry.Network.state_dict().Select(part => (Name: $"{entry.Name}.{part.Key}", Values: part.Value))),
            .. objective.Queues.Select(entry => (Name: $"the queue {entry.Name}", Values: entry.Queue.Keys)),
        ];
        double[] sums = [.. all.Select(entry => SumOf(entry.Values))];
        byte[][] ofAll = [.. job.AllGather(MemoryMarshal.AsBytes<double>(sums))];
        for (int rank = 1; rank < job.Size; rank++)
        {
            int same = ofAll[0].AsSpan().CommonPrefixLength(ofAll[rank]);   // bytes; not a number equals itself so
            if (same < ofAll[0].Length)
                throw new CommunicatorException($"After {step} steps of {objective.Name} rank {rank} holds other weights than rank 0, the first of them {all[same / sizeof(double)].Name}. Start the run again from its latest checkpoint.");
        }
    }

    // In double precision a change of the last bit of one value shows.
    private static double SumOf(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return values.sum(float64).item<double>();
    }
}

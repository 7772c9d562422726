using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The processes of one job, as each of them sees the others: what training needs to work on one set of weights together.</summary>
/// <remarks>
/// Every process makes the same calls in the same order; each call returns when this process has its part of the result. A process that can't
/// go on calls <see cref="Abort"/>, for the others would wait for it without end.
/// </remarks>
public abstract class Communicator : IDisposable
{
    private protected Communicator()
    {
    }

    /// <summary>A job of one process, which needs no launcher and no library.</summary>
    public static Communicator Single { get; } = new SingleProcess();

    /// <summary>The number of this process, from 0. The first writes checkpoints and reports.</summary>
    public abstract int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public abstract int Size { get; }

    /// <summary>Puts the sum over all processes in the place of each value, the same bits in every process.</summary>
    /// <param name="values">Float32, float64 or int64, contiguous, of the same shape everywhere.</param>
    public abstract void AllReduceSum(Tensor values);

    /// <summary>Puts one process's values in the place of everybody's.</summary>
    /// <param name="values">Of any type, contiguous, of the same shape everywhere.</param>
    /// <param name="root">The rank whose values they are.</param>
    public abstract void Broadcast(Tensor values, int root);

    /// <summary>Puts the rows of all processes one below the other, in the order of ranks. No gradient flows through.</summary>
    /// <param name="rows">[rows, ...] of any type, contiguous, of the same shape everywhere.</param>
    /// <returns>[processes * rows, ...].</returns>
    public abstract Tensor AllGather(Tensor rows);

    /// <summary>Gives every process the bytes of all, in the order of ranks. Of any length, which may differ; needs no libtorch.</summary>
    public abstract IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes);

    /// <summary>Waits until every process is here.</summary>
    public abstract void Barrier();

    /// <summary>Ends every process of the job at once, with a line on the standard error that names this rank and the reason.</summary>
    /// <param name="reason">Why this process can't go on.</param>
    /// <param name="exitCode">What the launcher is to report; not 0.</param>
    public abstract void Abort(string reason, int exitCode = 1);

    /// <summary>Leaves the job; every process must.</summary>
    public abstract void Dispose();
}

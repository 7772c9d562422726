using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The processes of one job, as each of them sees the others: what training needs to work on one set of weights together.</summary>
/// <remarks>
/// Every process makes the same calls in the same order; each call returns when this process has its part of the result. A process that can't
/// go on calls <see cref="Abort"/>, for the others would wait for it without end.
/// </remarks>
public abstract class Communicator : IDisposable
{
    private protected Communicator(string? device = null)
    {
        Device = device;
    }

    /// <summary>A job of one process, which needs no launcher and no library.</summary>
    public static Communicator Single { get; } = new SingleProcess();

    /// <summary>The number of this process, from 0. The first writes checkpoints and reports.</summary>
    public abstract int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public abstract int Size { get; }

    /// <summary>The device of this process, for <see cref="TrainingOptions.Device"/>: what <see cref="Join"/> was given, with the number of this process's own GPU where that was <c>cuda</c>.</summary>
    public string? Device { get; }

    /// <summary>The processes that a launcher started together with this one (<c>mpirun</c> of Open MPI, <c>srun --mpi=pmix</c>), or this one alone where none did.</summary>
    /// <remarks>
    /// A process joins once, and disposes what it gets when it is through with the job. One that fails calls <see cref="Abort"/> instead: to
    /// dispose waits for the others. Training calls it itself for what is thrown within it, and leaves to the program what is thrown around it,
    /// such as options that are refused. Open MPI's library is needed under a launcher only.
    /// </remarks>
    /// <example>
    /// <code>
    /// Communicator job = Communicator.Join("cuda");
    /// try
    /// {
    ///     using TrainingResult result = new VideoTrainer(options with { Communicator = job, Device = job.Device }).Train(videos);
    ///     if (job.Rank == 0)
    ///         result.Encoder.Save("encoder.zip");
    ///     job.Dispose();
    /// }
    /// catch (Exception exception)
    /// {
    ///     job.Abort(exception.Message);
    /// }
    /// </code>
    /// </example>
    /// <param name="device">Where this process computes: <c>cpu</c>, <c>cuda</c> (every process of a machine takes a GPU of its own) or <c>cuda:n</c>; null stands for <c>cpu</c>.</param>
    /// <exception cref="CommunicatorException">A launcher started several processes that can't be brought together, or not on the devices that were asked for; the message says what to do.</exception>
    public static Communicator Join(string? device = null)
    {
        if (Launcher.Find(Environment.GetEnvironmentVariable) is not { } launcher)
            return new SingleProcess(device);
        if (!launcher.Serves)
            throw new CommunicatorException($"{launcher.Name} started {launcher.Tasks} processes, and offers no way for Open MPI to bring them together. {launcher.Remedy}");
        var job = new MpiCommunicator(device);
        if (launcher.Tasks is { } tasks && tasks != job.Size)
            throw new CommunicatorException($"{launcher.Name} started {tasks} processes, and Open MPI sees {job.Size} of them. {launcher.Remedy}");
        return DeviceAgreement.Find(job, device) is { } gpu ? new NcclCommunicator(job, gpu) : job;
    }

    /// <summary>Puts the sum over all processes in the place of each value, the same bits in every process.</summary>
    /// <param name="values">Float32, float64 or int64, contiguous, of the same shape everywhere.</param>
    public abstract void AllReduceSum(Tensor values);

    /// <summary>Whether the processes stand on more than one machine.</summary>
    internal virtual bool IsOfSeveralMachines => false;

    /// <summary>Whether <see cref="AllReduceSumBeside"/> can be called.</summary>
    internal virtual bool CanSumBeside => false;

    /// <summary>
    /// <see cref="AllReduceSum"/> that may be called while another thread is in other calls: only the order of its own calls has to be that of the
    /// other processes. Who waits in it leaves the processor to others.
    /// </summary>
    /// <param name="values">Float32, float64 or int64, contiguous, of the same shape everywhere.</param>
    internal virtual void AllReduceSumBeside(Tensor values) => throw new NotSupportedException($"{GetType().Name} makes one call at a time.");

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

    private protected static void CheckContiguous(Tensor values)
    {
        if (!values.is_contiguous())
            throw new ArgumentException($"The tensor of shape [{string.Join(", ", values.shape)}] is not contiguous, and its memory can't be exchanged as it lies.", nameof(values));
    }

    private protected static void CheckRows(Tensor rows)
    {
        CheckContiguous(rows);
        if (rows.dim() == 0)
            throw new ArgumentException("A single value has no rows to be put below others.", nameof(rows));
    }

    private protected void CheckRoot(int root)
    {
        if (root < 0 || root >= Size)
            throw new ArgumentOutOfRangeException(nameof(root), root, $"There are ranks 0 to {Size - 1}.");
    }

    private protected static void CheckSummed(Tensor values)
    {
        CheckContiguous(values);
        if (values.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Int64))
            throw new ArgumentException($"A sum over processes is made of float32, float64 and int64, and the tensor is of {values.dtype}.", nameof(values));
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The processes of a job that Open MPI brings together, by way of host memory.</summary>
/// <remarks>
/// One call runs at a time, and one of <see cref="AllReduceSumBeside"/>, which has a communicator of Open MPI's to itself. Large tensors go in pieces: counts are 32 bits wide, and pieces of 4 MB are faster than a whole gradient at once.
/// Tensors on a GPU are copied to the host and back.
/// </remarks>
internal sealed unsafe class MpiCommunicator : Communicator
{
    private const int PieceBytes = 4 << 20;

    private readonly Lock turn = new(), turnBeside = new();
    private readonly nint world, beside;
    private bool disposed;

    /// <summary>Joins the job that the launcher started; a process can do so once.</summary>
    /// <exception cref="CommunicatorException">Open MPI is missing, or can't bring the processes together.</exception>
    public MpiCommunicator(string? device = null)
        : base(device)
    {
        world = MpiLibrary.World;
        int flag, provided, rank, size;
        MpiLibrary.Check(MpiLibrary.MPI_Initialized(&flag), nameof(MpiLibrary.MPI_Initialized));
        if (flag != 0)
            throw new CommunicatorException("This process has joined its job already, and a process can do so once: hand the communicator on.");

        // A rank that waits leaves its processor to those that compute and to its own loader.
        MpiLibrary.setenv("OMPI_MCA_mpi_yield_when_idle", "1");

        // Any thread may call, and Abort must not wait for a collective that never returns.
        MpiLibrary.Check(MpiLibrary.MPI_Init_thread(null, null, MpiLibrary.ThreadMultiple, &provided), nameof(MpiLibrary.MPI_Init_thread));
        if (provided < MpiLibrary.ThreadSerialized)
            throw new CommunicatorException("This Open MPI can be called by its first thread only. Install one that is built with thread support.");
        MpiLibrary.Check(MpiLibrary.MPI_Comm_set_errhandler(world, MpiLibrary.Handle("ompi_mpi_errors_return")), nameof(MpiLibrary.MPI_Comm_set_errhandler));
        MpiLibrary.Check(MpiLibrary.MPI_Comm_rank(world, &rank), nameof(MpiLibrary.MPI_Comm_rank));
        MpiLibrary.Check(MpiLibrary.MPI_Comm_size(world, &size), nameof(MpiLibrary.MPI_Comm_size));
        Rank = rank;
        Size = size;
        (LocalRank, int neighbours) = MpiLibrary.OnMachine(world, rank);
        IsOfSeveralMachines = neighbours < size;
        CanSumBeside = provided >= MpiLibrary.ThreadMultiple;
        nint other;
        MpiLibrary.Check(MpiLibrary.MPI_Comm_dup(world, &other), nameof(MpiLibrary.MPI_Comm_dup));
        beside = other;
    }

    public override int Rank { get; }

    public override int Size { get; }

    /// <summary>The number of this process among those of its machine.</summary>
    public int LocalRank { get; }

    internal override bool IsOfSeveralMachines { get; }

    internal override bool CanSumBeside { get; }

    public override void AllReduceSum(Tensor values) => Sum(values, turn, (piece, count, type) =>
        MpiLibrary.Check(MpiLibrary.MPI_Allreduce(MpiLibrary.InPlace, (void*)piece, count, type, MpiLibrary.Sum, world), nameof(MpiLibrary.MPI_Allreduce)));

    internal override void AllReduceSumBeside(Tensor values) => Sum(values, turnBeside, (piece, count, type) =>
    {
        nint request;
        MpiLibrary.Check(MpiLibrary.MPI_Iallreduce(MpiLibrary.InPlace, (void*)piece, count, type, MpiLibrary.Sum, beside, &request), nameof(MpiLibrary.MPI_Iallreduce));
        Await(&request);
    });

    public override void Broadcast(Tensor values, int root)
    {
        CheckRoot(root);
        CheckContiguous(values);
        OnHost(values, (memory, length) => BroadcastPieces(memory, length, root));
    }

    public override Tensor AllGather(Tensor rows)
    {
        CheckRows(rows);
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor gathered = empty([Size * rows.shape[0], .. rows.shape[1..]], rows.dtype);
            OnHost(rows.detach().cpu(), (from, length) => OnHost(gathered, (to, _) => Gather(from, length, to)));
            return gathered.to(rows.device).MoveToOuterDisposeScope();
        }
    }

    public override IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes)
    {
        var lengths = new long[Size];
        long own = bytes.Length;
        fixed (long* all = lengths)
            Gather((nint)(&own), sizeof(long), (nint)all);
        byte[][] gathered = [.. lengths.Select(length => new byte[length])];
        bytes.CopyTo(gathered[Rank]);
        for (int rank = 0; rank < Size; rank++)
        {
            fixed (byte* part = gathered[rank])
                BroadcastPieces((nint)part, lengths[rank], rank);
        }
        return gathered;
    }

    /// <summary>Other than in a collective, which waits by asking without a pause, a process that waits here leaves its processor to others.</summary>
    public override void Barrier()
    {
        lock (turn)
        {
            CheckJoined();
            nint request;
            MpiLibrary.Check(MpiLibrary.MPI_Ibarrier(world, &request), nameof(MpiLibrary.MPI_Ibarrier));
            Await(&request);
        }
    }

    public override void Abort(string reason, int exitCode = 1)
    {
        Console.Error.WriteLine($"rank {Rank} of {Size}: {reason}");
        if (!disposed)
            MpiLibrary.MPI_Abort(world, exitCode);
        Environment.Exit(exitCode);
    }

    public override void Dispose()
    {
        if (disposed)
            return;
        Barrier();
        disposed = true;
        nint other = beside;
        MpiLibrary.Check(MpiLibrary.MPI_Comm_free(&other), nameof(MpiLibrary.MPI_Comm_free));
        MpiLibrary.Check(MpiLibrary.MPI_Finalize(), nameof(MpiLibrary.MPI_Finalize));
    }

    /// <summary>Calls with the memory of a tensor, or of its copy on the host.</summary>
    private static void OnHost(Tensor values, Action<nint, long> call)
    {
        long length = values.numel() * values.element_size();
        if (length == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor host = values.cpu();

            // A span reaches 2 GB and a tensor may be larger, so only its beginning is asked for.
            fixed (byte* memory = host.view(-1).narrow(0, 0, 1).bytes)
                call((nint)memory, length);
            if (values.device_type != DeviceType.CPU)
                values.copy_(host);
        }
    }

    private static void Await(nint* request)
    {
        int arrived = 0;
        for (int asked = 0; ; asked++)
        {
            MpiLibrary.Check(MpiLibrary.MPI_Test(request, &arrived, null), nameof(MpiLibrary.MPI_Test));
            if (arrived != 0)
                return;
            if (asked < 1000)
                Thread.Yield();
            else
                Thread.Sleep(1);
        }
    }

    /// <summary>Calls with the place, the number of values and the type of each piece.</summary>
    private void Sum(Tensor values, Lock order, Action<nint, int, nint> call)
    {
        CheckSummed(values);
        nint type = values.dtype switch
        {
            ScalarType.Float32 => MpiLibrary.Handle("ompi_mpi_float"),
            ScalarType.Float64 => MpiLibrary.Handle("ompi_mpi_double"),
            _ => MpiLibrary.Handle("ompi_mpi_int64_t"),
        };
        int itemBytes = (int)values.element_size();
        OnHost(values, (memory, length) => ByPieces(memory, length, order, (piece, bytes) => call(piece, bytes / itemBytes, type)));
    }

    private void Gather(nint from, long length, nint to)
    {
        if (length <= PieceBytes)
        {
            lock (turn)
            {
                CheckJoined();
                MpiLibrary.Check(MpiLibrary.MPI_Allgather((void*)from, (int)length, MpiLibrary.Byte, (void*)to, (int)length, MpiLibrary.Byte, world), nameof(MpiLibrary.MPI_Allgather));
            }
            return;
        }
        Buffer.MemoryCopy((void*)from, (byte*)to + (Rank * length), length, length);
        for (int rank = 0; rank < Size; rank++)
            BroadcastPieces(to + (nint)(rank * length), length, rank);
    }

    private void BroadcastPieces(nint memory, long length, int root) => ByPieces(memory, length, turn, (piece, bytes) =>
        MpiLibrary.Check(MpiLibrary.MPI_Bcast((void*)piece, bytes, MpiLibrary.Byte, root, world), nameof(MpiLibrary.MPI_Bcast)));

    /// <summary>Calls with the place and the bytes of each piece.</summary>
    private void ByPieces(nint memory, long length, Lock order, Action<nint, int> call)
    {
        lock (order)
        {
            CheckJoined();
            for (long start = 0; start < length; start += PieceBytes)
                call((nint)((byte*)memory + start), (int)Math.Min(PieceBytes, length - start));
        }
    }

    /// <summary>Open MPI ends a process that calls it after it has left the job.</summary>
    private void CheckJoined() => ObjectDisposedException.ThrowIf(disposed, this);
}

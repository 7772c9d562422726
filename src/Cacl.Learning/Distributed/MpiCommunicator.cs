using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The processes of a job that Open MPI brings together, by way of host memory.</summary>
/// <remarks>
/// One call runs at a time. Large tensors go in pieces: counts are 32 bits wide, and pieces of 4 MB are faster than a whole gradient at once.
/// Tensors on a GPU are copied to the host and back.
/// </remarks>
internal sealed unsafe class MpiCommunicator : Communicator
{
    private const int DefaultPieceBytes = 4 << 20;

    private readonly Lock turn = new();
    private readonly nint world;
    private readonly int pieceBytes;
    private bool disposed;

    /// <summary>Joins the job that the launcher started; a process can do so once.</summary>
    /// <exception cref="CommunicatorException">Open MPI is missing, or can't bring the processes together.</exception>
    public MpiCommunicator(string? device = null, int pieceBytes = DefaultPieceBytes)
        : base(device)
    {
        this.pieceBytes = pieceBytes;
        world = MpiLibrary.World;
        int flag, provided, rank, size;
        MpiLibrary.Check(MpiLibrary.MPI_Initialized(&flag), nameof(MpiLibrary.MPI_Initialized));
        if (flag != 0)
            throw new CommunicatorException("This process has joined its job already, and a process can do so once: hand the communicator on.");

        // Any thread may call, and Abort must not wait for a collective that never returns.
        MpiLibrary.Check(MpiLibrary.MPI_Init_thread(null, null, MpiLibrary.ThreadMultiple, &provided), nameof(MpiLibrary.MPI_Init_thread));
        if (provided < MpiLibrary.ThreadSerialized)
            throw new CommunicatorException("This Open MPI can be called by its first thread only. Install one that is built with thread support.");
        MpiLibrary.Check(MpiLibrary.MPI_Comm_set_errhandler(world, MpiLibrary.Handle("ompi_mpi_errors_return")), nameof(MpiLibrary.MPI_Comm_set_errhandler));
        MpiLibrary.Check(MpiLibrary.MPI_Comm_rank(world, &rank), nameof(MpiLibrary.MPI_Comm_rank));
        MpiLibrary.Check(MpiLibrary.MPI_Comm_size(world, &size), nameof(MpiLibrary.MPI_Comm_size));
        Rank = rank;
        Size = size;
        LocalRank = MpiLibrary.LocalRank(world, rank);
    }

    public override int Rank { get; }

    public override int Size { get; }

    /// <summary>The number of this process among those of its machine.</summary>
    public int LocalRank { get; }

    public override void AllReduceSum(Tensor values)
    {
        CheckSummed(values);
        nint type = values.dtype switch
        {
            ScalarType.Float32 => MpiLibrary.Handle("ompi_mpi_float"),
            ScalarType.Float64 => MpiLibrary.Handle("ompi_mpi_double"),
            _ => MpiLibrary.Handle("ompi_mpi_int64_t"),
        };
        int itemBytes = (int)values.element_size();
        OnHost(values, host => ByPieces(host, (place, bytes) =>
            MpiLibrary.Check(MpiLibrary.MPI_Allreduce(MpiLibrary.InPlace, (void*)place, bytes / itemBytes, type, MpiLibrary.Sum, world), nameof(MpiLibrary.MPI_Allreduce))));
    }

    public override void Broadcast(Tensor values, int root)
    {
        CheckRoot(root);
        CheckContiguous(values);
        OnHost(values, host => BroadcastPieces(host, root));
    }

    public override Tensor AllGather(Tensor rows)
    {
        CheckRows(rows);
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor host = rows.detach().cpu();
            Tensor gathered = empty([Size * rows.shape[0], .. rows.shape[1..]], rows.dtype);
            Gather(host, gathered);
            return gathered.to(rows.device).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Other than in a collective, which waits by asking without a pause, a process that waits here leaves its processor to others.</summary>
    public override void Barrier()
    {
        lock (turn)
        {
            nint request;
            int arrived = 0;
            MpiLibrary.Check(MpiLibrary.MPI_Ibarrier(world, &request), nameof(MpiLibrary.MPI_Ibarrier));
            for (int asked = 0; ; asked++)
            {
                MpiLibrary.Check(MpiLibrary.MPI_Test(&request, &arrived, null), nameof(MpiLibrary.MPI_Test));
                if (arrived != 0)
                    return;
                if (asked < 1000)
                    Thread.Yield();
                else
                    Thread.Sleep(1);
            }
        }
    }

    public override void Abort(string reason, int exitCode = 1)
    {
        Console.Error.WriteLine($"rank {Rank} of {Size}: {reason}");
        MpiLibrary.MPI_Abort(world, exitCode);
        Environment.Exit(exitCode);
    }

    public override void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        Barrier();
        MpiLibrary.Check(MpiLibrary.MPI_Finalize(), nameof(MpiLibrary.MPI_Finalize));
    }

    private static void OnHost(Tensor values, Action<Tensor> call)
    {
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            if (values.device_type == DeviceType.CPU)
            {
                call(values);
                return;
            }
            Tensor host = values.cpu();
            call(host);
            values.copy_(host);
        }
    }

    private void Gather(Tensor rows, Tensor gathered)
    {
        if (rows.numel() * rows.element_size() <= pieceBytes)
        {
            lock (turn)
            {
                fixed (byte* from = rows.bytes, to = gathered.bytes)
                    MpiLibrary.Check(MpiLibrary.MPI_Allgather(from, rows.bytes.Length, MpiLibrary.Byte, to, rows.bytes.Length, MpiLibrary.Byte, world), nameof(MpiLibrary.MPI_Allgather));
            }
            return;
        }
        for (int rank = 0; rank < Size; rank++)
        {
            Tensor part = gathered.narrow(0, rank * rows.shape[0], rows.shape[0]);
            if (rank == Rank)
                part.copy_(rows);
            BroadcastPieces(part, rank);
        }
    }

    private void BroadcastPieces(Tensor host, int root) => ByPieces(host, (place, bytes) =>
        MpiLibrary.Check(MpiLibrary.MPI_Bcast((void*)place, bytes, MpiLibrary.Byte, root, world), nameof(MpiLibrary.MPI_Bcast)));

    private void ByPieces(Tensor host, Action<nint, int> call)
    {
        using Tensor flat = host.view(-1);
        long count = flat.numel();
        long pieceCount = Math.Max(1, pieceBytes / flat.element_size());
        lock (turn)
        {
            for (long start = 0; start < count; start += pieceCount)
            {
                using Tensor piece = flat.narrow(0, start, Math.Min(pieceCount, count - start));
                Span<byte> memory = piece.bytes;
                fixed (byte* place = memory)
                    call((nint)place, memory.Length);
            }
        }
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The processes of a job, each with a GPU of its own: tensors on it go over NCCL, everything else over another communicator.</summary>
/// <remarks>
/// Calls are queued on the GPU's legacy default stream, which is libtorch's own as long as nobody chooses another: what was computed before is
/// ready when the exchange begins, what is computed after begins when it has ended, and the host waits for neither.
/// </remarks>
internal sealed unsafe class NcclCommunicator : Communicator
{
    private const nint DefaultStream = 0;

    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(2);

    private readonly Lock turn = new();
    private readonly Communicator host;
    private readonly DeviceType deviceType;
    private readonly CudaContext? context;
    private readonly nint job;
    private bool disposed;

    /// <summary>Brings the GPUs of a job's processes together. The communicator between the hosts belongs to this one.</summary>
    /// <exception cref="CommunicatorException">NCCL is missing, too old, or fails.</exception>
    public NcclCommunicator(Communicator host, Device device)
        : base(device.ToString())
    {
        this.host = host;
        deviceType = device.type;
        NcclLibrary.Require();
        if (deviceType == DeviceType.CUDA)
            context = new CudaContext(device.index);
        NcclLibrary.UniqueId id;
        if (host.Rank == 0)
            NcclLibrary.Check(NcclLibrary.ncclGetUniqueId(&id), nameof(NcclLibrary.ncclGetUniqueId));
        host.AllGather(new ReadOnlySpan<byte>(id.Value, NcclLibrary.UniqueId.Length))[0].CopyTo(new Span<byte>(id.Value, NcclLibrary.UniqueId.Length));
        nint made;
        context?.MakeCurrent();
        NcclLibrary.Check(NcclLibrary.ncclCommInitRank(&made, host.Size, id, host.Rank), nameof(NcclLibrary.ncclCommInitRank));
        job = made;
    }

    public override int Rank => host.Rank;

    public override int Size => host.Size;

    public override void AllReduceSum(Tensor values)
    {
        if (!IsOnGpu(values))
        {
            host.AllReduceSum(values);
            return;
        }
        CheckSummed(values);
        int type = values.dtype switch
        {
            ScalarType.Float32 => NcclLibrary.Float32,
            ScalarType.Float64 => NcclLibrary.Float64,
            _ => NcclLibrary.Int64,
        };
        nint memory = TensorMemory.AddressOf(values);
        Queue(values, nameof(NcclLibrary.ncclAllReduce), () =>
            NcclLibrary.ncclAllReduce(memory, memory, (nuint)values.numel(), type, NcclLibrary.Sum, job, DefaultStream));
    }

    public override void Broadcast(Tensor values, int root)
    {
        if (!IsOnGpu(values))
        {
            host.Broadcast(values, root);
            return;
        }
        CheckRoot(root);
        CheckContiguous(values);
        nint memory = TensorMemory.AddressOf(values);
        Queue(values, nameof(NcclLibrary.ncclBroadcast), () =>
            NcclLibrary.ncclBroadcast(memory, memory, Bytes(values), NcclLibrary.Bytes, root, job, DefaultStream));
    }

    public override Tensor AllGather(Tensor rows)
    {
        if (!IsOnGpu(rows))
            return host.AllGather(rows);
        CheckRows(rows);
        Tensor gathered = empty([Size * rows.shape[0], .. rows.shape[1..]], rows.dtype, rows.device);
        nint from = TensorMemory.AddressOf(rows), to = TensorMemory.AddressOf(gathered);
        Queue(rows, nameof(NcclLibrary.ncclAllGather), () =>
            NcclLibrary.ncclAllGather(from, to, Bytes(rows), NcclLibrary.Bytes, job, DefaultStream));
        return gathered;
    }

    public override IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => host.AllGather(bytes);

    public override void Barrier() => host.Barrier();

    public override void Abort(string reason, int exitCode = 1)
    {
        // What waits on the GPU for other ranks would keep this process from ending; but nothing may keep the reason from being told.
        if (!disposed)
            Task.Run(() => NcclLibrary.ncclCommAbort(job)).Wait(AbortPatience);
        host.Abort(reason, exitCode);
    }

    public override void Dispose()
    {
        lock (turn)
        {
            if (disposed)
                return;
            disposed = true;
            context?.MakeCurrent();
            NcclLibrary.Check(NcclLibrary.ncclCommDestroy(job), nameof(NcclLibrary.ncclCommDestroy));
        }
        host.Dispose();
    }

    private static nuint Bytes(Tensor values) => (nuint)(values.numel() * values.element_size());

    private bool IsOnGpu(Tensor values)
    {
        if (values.device_type != deviceType)
            return false;
        if (deviceType == DeviceType.CUDA && values.device.ToString() != Device)
            throw new ArgumentException($"The tensor is on {values.device}, and this process has joined its job with {Device}.", nameof(values));
        return true;
    }

    private void Queue(Tensor values, string name, Func<int> call)
    {
        if (values.numel() == 0)
            return;
        lock (turn)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            context?.MakeCurrent();
            NcclLibrary.Check(call(), name, job);
            int failed;
            NcclLibrary.Check(NcclLibrary.ncclCommGetAsyncError(job, &failed), nameof(NcclLibrary.ncclCommGetAsyncError), job);
            NcclLibrary.Check(failed, $"A call before or at {name}", job);
        }
        GC.KeepAlive(values);
    }
}

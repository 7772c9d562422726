using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>A job of one process: a sum over it is what it has already.</summary>
internal sealed class SingleProcess(string? device = null) : Communicator(device)
{
    public override int Rank => 0;

    public override int Size => 1;

    public override void AllReduceSum(Tensor values) => CheckSummed(values);

    public override void Broadcast(Tensor values, int root)
    {
        CheckRoot(root);
        CheckContiguous(values);
    }

    public override Tensor AllGather(Tensor rows)
    {
        CheckRows(rows);
        return rows.detach().clone();
    }

    public override IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => [bytes.ToArray()];

    public override void Barrier()
    {
    }

    public override void Abort(string reason, int exitCode = 1)
    {
        Console.Error.WriteLine(reason);
        Environment.Exit(exitCode);
    }

    public override void Dispose()
    {
    }
}

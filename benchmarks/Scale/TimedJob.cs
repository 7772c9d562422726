using System.Diagnostics;
using Cacl.Learning;
using TorchSharp;

namespace Cacl.Benchmarks.Scale;

/// <summary>A job whose exchanges are timed; waiting for slower ranks counts.</summary>
internal sealed class TimedJob(Communicator job) : Communicator
{
    public override int Rank => job.Rank;

    public override int Size => job.Size;

    public double Seconds { get; private set; }

    public override void AllReduceSum(torch.Tensor values) => Timed(() => job.AllReduceSum(values));

    internal override bool IsOfSeveralMachines => job.IsOfSeveralMachines;

    internal override bool CanSumBeside => job.CanSumBeside;

    internal override void AllReduceSumBeside(torch.Tensor values) => job.AllReduceSumBeside(values);

    public override void Broadcast(torch.Tensor values, int root) => Timed(() => job.Broadcast(values, root));

    public override torch.Tensor AllGather(torch.Tensor rows)
    {
        torch.Tensor? all = null;
        Timed(() => all = job.AllGather(rows));
        return all!;
    }

    public override IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => job.AllGather(bytes);

    public override void Barrier() => job.Barrier();

    public override void Abort(string reason, int exitCode = 1) => job.Abort(reason, exitCode);

    public override void Dispose() => job.Dispose();

    private void Timed(Action exchange)
    {
        long start = Stopwatch.GetTimestamp();
        exchange();
        Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

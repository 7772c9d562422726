using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>The processes of a job as threads of this one, which exchange tensors by an array that all of them see.</summary>
internal sealed class ThreadJob
{
    private readonly Barrier barrier;
    private readonly Tensor[] shared;
    private readonly CancellationTokenSource broken = new();

    private ThreadJob(int size) => (barrier, shared) = (new Barrier(size), new Tensor[size]);

    /// <summary>Does the same work as every rank of a job, and returns what each made of it.</summary>
    public static T[] Run<T>(int size, Func<Communicator, T> work)
    {
        var job = new ThreadJob(size);
        var results = new T[size];
        var faults = new Exception?[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new Member(job, rank));
            }
            catch (Exception e)
            {
                faults[rank] = e;
                job.broken.Cancel();
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Exception[] causes = [.. faults.OfType<Exception>()];
        return causes.Length == 0 ? results : throw causes.FirstOrDefault(fault => fault is not OperationCanceledException, causes[0]);
    }

    private sealed class Member(ThreadJob job, int rank) : Communicator
    {
        public override int Rank => rank;

        public override int Size => job.shared.Length;

        public override void AllReduceSum(Tensor values)
        {
            using DisposeScope scope = NewDisposeScope();
            job.shared[rank] = values;
            Barrier();
            Tensor sum = job.shared.Aggregate((left, right) => left + right);
            Barrier();
            values.copy_(sum);
        }

        public override void Barrier() => job.barrier.SignalAndWait(job.broken.Token);

        public override void Broadcast(Tensor values, int root) => throw new NotSupportedException();

        public override Tensor AllGather(Tensor rows) => throw new NotSupportedException();

        public override IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public override void Abort(string reason, int exitCode = 1) => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }
}

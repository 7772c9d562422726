using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>The processes of a job as threads of this one, which exchange values by an array that all of them see.</summary>
internal sealed class ThreadJob
{
    private readonly Barrier barrier;
    private readonly object[] shared;
    private readonly CancellationTokenSource broken = new();

    private ThreadJob(int size) => (barrier, shared) = (new Barrier(size), new object[size]);

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
            Tensor sum = Exchange(values, all => all.Aggregate((left, right) => left + right));
            values.copy_(sum);
        }

        public override void Barrier() => job.barrier.SignalAndWait(job.broken.Token);

        public override void Broadcast(Tensor values, int root)
        {
            using Tensor ofRoot = Exchange(values, all => all[root].clone());
            values.copy_(ofRoot);
        }

        public override Tensor AllGather(Tensor rows) => Exchange(rows, all => cat(all, 0));

        public override IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => Exchange(bytes.ToArray(), all => all);

        public override void Abort(string reason, int exitCode = 1) => throw new NotSupportedException();

        public override void Dispose()
        {
        }

        // Nobody's value changes while another rank reads it.
        private TResult Exchange<TValue, TResult>(TValue own, Func<TValue[], TResult> read) where TValue : class
        {
            job.shared[rank] = own;
            Barrier();
            TResult result = read([.. job.shared.Cast<TValue>()]);
            Barrier();
            return result;
        }
    }
}

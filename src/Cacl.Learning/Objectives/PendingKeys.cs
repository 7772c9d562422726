using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Keys of a step's micro-batches, which enter their queue together when the optimiser has made the step.</summary>
/// <remarks>The keys of all processes do, in the order of the rows of the whole batch: every queue is the one that a single process would have.</remarks>
internal sealed class PendingKeys(Communicator job)
{
    private readonly List<(Tensor Keys, Tensor Videos)> pending = [];

    /// <summary>Keeps keys beyond the dispose scope of their micro-batch, in that of their step.</summary>
    /// <param name="keys">Float [count, length].</param>
    /// <param name="videos">The video of each: int64 [count].</param>
    public void Add(Tensor keys, Tensor videos) =>
        pending.Add((keys.detach().MoveToOuterDisposeScope(), videos.detach().MoveToOuterDisposeScope()));

    /// <summary>Moves them into a queue, in the order in which they came.</summary>
    public void EnqueueTo(KeyQueue queue)
    {
        foreach ((Tensor keys, Tensor videos) in pending)
        {
            if (job.Size == 1)
                queue.Enqueue(keys, videos);
            else
                queue.Enqueue(job.AllGather(keys.contiguous()), job.AllGather(videos.contiguous()));
        }

        pending.Clear();
    }
}

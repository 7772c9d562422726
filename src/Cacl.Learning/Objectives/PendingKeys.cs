using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Keys of a step's micro-batches, which enter their queue together when the optimiser has made the step.</summary>
internal sealed class PendingKeys
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
            queue.Enqueue(keys, videos);
        pending.Clear();
    }
}

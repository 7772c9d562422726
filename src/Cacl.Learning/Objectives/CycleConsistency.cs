using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The cycle of CycleContrast: from a vector to its soft nearest neighbour in other videos, and back to its own video.</summary>
/// <remarks>
/// Some keys of a queue are candidates, C, the others the remainder, R. With the query q, a key p of its own video and a temperature T:
/// <code>
/// a_j = e^(q . u_j / T) / (sum over C of e^(q . u / T))        n = (sum over C of a_j u_j) / |sum over C of a_j u_j|
/// L   = -log(e^(n . p / T) / (e^(n . p / T) + sum over R of e^(n . r / T))), the mean over the batch
/// </code>
/// Source: Wu and Wang, "Contrastive Learning of Image Representations with Cross-Video Cycle-Consistency", arXiv 2105.06463.
/// </remarks>
public static class CycleConsistency
{
    // e^(this / T) is 0 for every temperature there can be, and unlike minus infinity it stays a number where all are so.
    private const double Never = -1e6;

    /// <summary>Draws which keys are candidates.</summary>
    /// <param name="size">How many keys there are.</param>
    /// <param name="share">The part of them that are candidates; at least one is, and at least one is not.</param>
    /// <param name="random">Source of the choice.</param>
    public static bool[] DrawCandidates(int size, double share, ref SampleRandom random)
    {
        int[] order = [.. Enumerable.Range(0, size)];
        random.Shuffle(order);
        var isCandidate = new bool[size];
        foreach (int key in order.AsSpan(0, Math.Clamp((int)(share * size), 1, size - 1)))
            isCandidate[key] = true;
        return isCandidate;
    }

    /// <summary>The vector that each query finds among the candidates of other videos.</summary>
    /// <param name="queries">Float [batch, length], of length 1.</param>
    /// <param name="keys">Float [keys, length], of length 1; the gradient needs them as they are.</param>
    /// <param name="isOwn">Whether a key is of the query's own video: bool [batch, keys]. Such are no candidates, unless there are no others.</param>
    /// <param name="isCandidate">Bool [keys].</param>
    /// <param name="temperature">What similarities are divided by.</param>
    /// <returns>Float [batch, length], of length 1.</returns>
    public static Tensor SoftNeighbour(Tensor queries, Tensor keys, Tensor isOwn, Tensor isCandidate, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor similarities = queries.mm(keys.t()).masked_fill(isOwn, Never).masked_fill(isCandidate.logical_not(), 2 * Never);
        return InfoNce.Normalize((similarities / temperature).softmax(1).mm(keys)).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of the way there and back.</summary>
    /// <param name="queries">Float [batch, length], of length 1.</param>
    /// <param name="positives">A key of each query's own video that is not in the queue: float [batch, length], of length 1.</param>
    /// <param name="queue">The keys.</param>
    /// <param name="isCandidate">Bool [keys].</param>
    /// <param name="videos">The video of each query: int64 [batch].</param>
    /// <param name="maskOwnVideo">Whether keys of a query's own video are taken out of the remainder too.</param>
    /// <param name="temperature">What similarities are divided by, on both ways.</param>
    /// <returns>The loss, a scalar, and the part of the batch that comes back to its positive before all others, a scalar without gradient.</returns>
    public static (Tensor Loss, Tensor Accuracy) Loss(Tensor queries, Tensor positives, KeyQueue queue, Tensor isCandidate, Tensor videos, bool maskOwnVideo, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        // One copy for both ways: the queue changes in place after the loss is taken and before its gradient is.
        Tensor keys = queue.Keys.clone();
        Tensor isOwn = videos.unsqueeze(1).eq(queue.Videos.unsqueeze(0));                              // [batch, keys]
        Tensor neighbours = SoftNeighbour(queries, keys, isOwn, isCandidate, temperature);
        Tensor back = InfoNce.Similarity(neighbours, positives);                                       // [batch]
        Tensor isLeftOut = maskOwnVideo ? isOwn.logical_or(isCandidate) : isCandidate;
        Tensor remainder = neighbours.mm(keys.t()).masked_fill(isLeftOut, double.NegativeInfinity);    // [batch, keys]
        Tensor found = back.detach().gt(remainder.detach().max(1).values).to(float32).mean();
        return (InfoNce.Loss(back, remainder, temperature).MoveToOuterDisposeScope(), found.MoveToOuterDisposeScope());
    }
}

using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Deals out the rows of a batch among the processes anew, so that batch norm does not see a query's neighbours beside its key.</summary>
/// <remarks>
/// Otherwise a network can tell a positive pair by the statistics that both sides share, without a look at the clip. With one process every
/// row stays where it is. Source: He et al., arXiv 1911.05722, section 3.3.
/// </remarks>
internal sealed class BatchShuffle
{
    private readonly Communicator? job;   // null: rows stay
    private readonly long[] rowAt = [];   // the row of the whole batch that comes to a place
    private readonly int own;             // rows of one process

    private BatchShuffle()
    {
    }

    private BatchShuffle(Communicator job, ClipBatch batch)
    {
        this.job = job;
        own = batch.Count;
        int[] rows = [.. Enumerable.Range(0, batch.CountOfAll)];
        new SampleRandom(batch.Random, 0, 0, stream: 1).Shuffle(rows);
        rowAt = [.. rows.Select(row => (long)row)];
    }

    /// <summary>The exchange of a batch, which all processes draw alike.</summary>
    /// <param name="job">The processes.</param>
    /// <param name="batch">The own rows.</param>
    /// <param name="isWanted">Whether rows are exchanged at all.</param>
    public static BatchShuffle Of(Communicator job, ClipBatch batch, bool isWanted) =>
        isWanted && job.Size > 1 ? new BatchShuffle(job, batch) : new BatchShuffle();

    /// <summary>Gives own rows away and takes others.</summary>
    /// <param name="rows">[clips, ...], without gradient.</param>
    /// <returns>A tensor of the same shape.</returns>
    public Tensor Exchange(Tensor rows) => Take(rows, rowAt);

    /// <summary>Brings what was made of exchanged rows back to where the rows came from.</summary>
    /// <param name="rows">[clips, ...], without gradient.</param>
    /// <returns>A tensor of the same shape.</returns>
    public Tensor Return(Tensor rows)
    {
        var placeOf = new long[rowAt.Length];
        for (int place = 0; place < rowAt.Length; place++)
            placeOf[rowAt[place]] = place;
        return Take(rows, placeOf);
    }

    private Tensor Take(Tensor rows, long[] from)
    {
        if (job is null)
            return rows;
        using DisposeScope scope = NewDisposeScope();
        Tensor all = job.AllGather(rows.contiguous());
        return all.index_select(0, tensor(from[(job.Rank * own)..((job.Rank + 1) * own)], device: rows.device)).MoveToOuterDisposeScope();
    }
}

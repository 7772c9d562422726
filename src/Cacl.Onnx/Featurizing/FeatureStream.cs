using System.Runtime.ExceptionServices;

namespace Cacl.Onnx;

/// <summary>Goes through items in their order and gives each one's vector, while those behind it are read and computed ahead.</summary>
/// <remarks>
/// The source is moved on the caller's thread alone. Items go through the network in groups of 1, 2, 4, ... up to as many as fill one
/// run, and nothing is ahead of the first two groups, so that whoever looks at a few items pays for few. Nor is anything begun behind a
/// group of which no vector was asked for, so that items that are moved over cost no work; what had been begun for them is ended, and
/// counts until it is. Serves one thread at a time.
/// </remarks>
/// <param name="featurizer">Whose encoder computes; its places are shared by all streams.</param>
/// <param name="clipsOfItem">How many clips an item has, as far as that is known.</param>
/// <param name="source">The items, which stay the caller's. Where it throws, this does so at the same place.</param>
/// <param name="read">Makes an item's clips, on a thread of the pool; null where there is nothing to tell.</param>
/// <param name="cancellation">Ends decoding and computing.</param>
/// <param name="bytesOf">How much memory an item itself takes; null where that is next to nothing.</param>
internal sealed class FeatureStream<T>(
    VideoFeaturizer featurizer, int clipsOfItem, IEnumerator<T> source, Func<T, CancellationToken, DecodedClips?> read, CancellationToken cancellation, Func<T, long>? bytesOf = null) : IDisposable
{
    private const long MostBytesAhead = 512L * 1024 * 1024;

    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly Queue<FeatureGroup<T>> ahead = new();
    private readonly List<FeatureGroup<T>> ending = [];
    private readonly int itemsOfRun = Math.Max(1, featurizer.BatchSize / clipsOfItem);
    private readonly long bytesOfClips = (long)featurizer.Encoder.ClipBytes * clipsOfItem;
    private FeatureGroup<T>? head;
    private int at;
    private bool headWasAsked;
    private int groupsAsked;
    private int nextSize = 1;
    private bool ended;
    private ExceptionDispatchInfo? failure;
    private bool disposed;

    /// <exception cref="InvalidOperationException">It stands before the first item, or behind the last.</exception>
    public T Current => Head.Items[at];

    private FeatureGroup<T> Head => head ?? throw new InvalidOperationException("There is no current row: move to the first one, and not beyond the last.");

    public bool MoveNext()
    {
        at++;
        if (head is not null && at < head.Items.Length)
            return true;
        Leave();
        at = 0;
        ReadAhead();
        if (ahead.TryDequeue(out head))
            return true;
        failure?.Throw();
        return false;
    }

    /// <summary>What became of the current item, which is waited for.</summary>
    /// <returns>What was read, with its vector where it has pixels; null where there was nothing to tell.</returns>
    public DecodedClips? Outcome()
    {
        if (!Head.HasBegun)
            Begin(Head);
        if (!headWasAsked)
            groupsAsked++;
        headWasAsked = true;
        return Head.Outcome(at);
    }

    /// <summary>Ends the work that is under way, and waits for it.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        stopping.Cancel();
        if (head is not null)
            ending.Add(head);
        foreach (FeatureGroup<T> group in ending.Concat(ahead))
            group.Dispose();
        stopping.Dispose();
    }

    private void Leave()
    {
        if (head is not null)
        {
            head.End();
            ending.Add(head);
        }

        ending.RemoveAll(static group =>
        {
            bool idle = group.IsIdle;
            if (idle)
                group.Dispose();
            return idle;
        });
    }

    // Behind the current group at least one, and not more than it takes for every worker to have an item when the caller takes one away.
    private void ReadAhead()
    {
        int most = 1 + Math.Clamp(groupsAsked - 1, 0, 1 + featurizer.Workers / itemsOfRun);
        while (headWasAsked && !ended && ahead.Count + ending.Count < most && (ahead.Count + ending.Count < 2 || ahead.Concat(ending).Sum(group => group.Bytes) < MostBytesAhead))
        {
            if (Read() is { } group)
                Begin(group);
        }

        if (ahead.Count == 0 && !ended)
            Read();
        headWasAsked = false;
    }

    private void Begin(FeatureGroup<T> group)
    {
        nextSize = Math.Min(2 * nextSize, itemsOfRun);
        group.Begin();
    }

    private FeatureGroup<T>? Read()
    {
        var items = new List<T>(nextSize);
        long bytes = 0;
        while (items.Count < nextSize && bytes < MostBytesAhead && !ended)
        {
            try
            {
                if (source.MoveNext())
                {
                    items.Add(source.Current);
                    bytes += bytesOfClips + (bytesOf?.Invoke(source.Current) ?? 0);
                }
                else
                {
                    ended = true;
                }
            }
            catch (Exception exception)
            {
                // Told when the caller gets there: it may never do.
                (ended, failure) = (true, ExceptionDispatchInfo.Capture(exception));
            }
        }

        if (items.Count == 0)
            return null;
        var group = new FeatureGroup<T>(featurizer, [.. items], bytes, read, stopping.Token);
        ahead.Enqueue(group);
        return group;
    }
}

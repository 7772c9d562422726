using System.Runtime.ExceptionServices;

namespace Cacl.Onnx;

/// <summary>Goes through items in their order and gives each one's vector, while those behind it are read and computed ahead.</summary>
/// <remarks>
/// The source is moved on the caller's thread alone. Items go through the network in groups of 1, 2, 4, ... up to as many as fill one
/// run, and nothing is ahead of the first two groups, so that whoever looks at a few items pays for few. Serves one thread at a time.
/// </remarks>
/// <param name="featurizer">Whose encoder computes; its places are shared by all streams.</param>
/// <param name="clipsOfItem">How many clips an item has, as far as that is known.</param>
/// <param name="source">The items, which stay the caller's. Where it throws, this does so at the same place.</param>
/// <param name="read">Makes an item's clips, on a thread of the pool; null where there is nothing to tell.</param>
/// <param name="cancellation">Ends decoding and computing.</param>
internal sealed class FeatureStream<T>(VideoFeaturizer featurizer, int clipsOfItem, IEnumerator<T> source, Func<T, CancellationToken, DecodedClips?> read, CancellationToken cancellation) : IDisposable
{
    private const long MostBytesAhead = 512L * 1024 * 1024;

    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly Queue<Group> ahead = new();
    private readonly int itemsOfRun = Math.Max(1, featurizer.BatchSize / clipsOfItem);
    private Group? head;
    private int at;
    private int groupsTaken;
    private int nextSize = 1;
    private bool ended;
    private ExceptionDispatchInfo? failure;
    private bool disposed;

    public T Current => head!.Items[at];

    public bool MoveNext()
    {
        at++;
        if (head is null || at == head.Items.Length)
        {
            at = 0;
            int wanted = 1 + Math.Clamp(groupsTaken - 1, 0, MostGroupsAhead());
            while (!ended && ahead.Count < wanted)
                Start();
            groupsTaken++;
            if (!ahead.TryDequeue(out head))
            {
                failure?.Throw();
                return false;
            }
        }

        return true;
    }

    /// <summary>What became of the current item, which is waited for.</summary>
    /// <returns>What was read, with its vector where it has pixels; null where there was nothing to tell.</returns>
    public DecodedClips? Outcome()
    {
        DecodedClips? video = head!.Decoding[at].GetAwaiter().GetResult();
        if (video?.Pixels is not null)
            head.Computing.GetAwaiter().GetResult();
        return video;
    }

    /// <summary>Ends the work that is under way, and waits for it.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        stopping.Cancel();
        foreach (Group group in head is null ? ahead : ahead.Append(head))
            group.Computing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        ahead.Clear();
        stopping.Dispose();
    }

    // Enough that every worker has an item when the caller takes one away.
    private int MostGroupsAhead()
    {
        long bytesOfGroup = 3L * featurizer.Encoder.Frames * featurizer.Encoder.Height * featurizer.Encoder.Width * clipsOfItem * itemsOfRun;
        return (int)Math.Clamp(MostBytesAhead / bytesOfGroup, 1, 1 + featurizer.Workers / itemsOfRun);
    }

    private void Start()
    {
        var items = new List<T>(nextSize);
        while (items.Count < nextSize && !ended)
        {
            try
            {
                if (source.MoveNext())
                    items.Add(source.Current);
                else
                    ended = true;
            }
            catch (Exception exception)
            {
                // Told when the caller gets there: it may never do.
                (ended, failure) = (true, ExceptionDispatchInfo.Capture(exception));
            }
        }

        nextSize = Math.Min(2 * nextSize, itemsOfRun);
        if (items.Count == 0)
            return;
        Task<DecodedClips?>[] decoding = [.. items.Select(item => Task.Run(() => Decode(item)))];
        ahead.Enqueue(new Group([.. items], decoding, Task.Run(() => Compute(decoding))));
    }

    private async Task<DecodedClips?> Decode(T item)
    {
        await featurizer.Working.WaitAsync(stopping.Token);
        try
        {
            return read(item, stopping.Token);
        }
        finally
        {
            featurizer.Working.Release();
        }
    }

    private async Task Compute(Task<DecodedClips?>[] decoding)
    {
        foreach (Task video in decoding)
            await video.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        DecodedClips[] videos = [.. decoding.Where(video => video.IsCompletedSuccessfully).Select(video => video.Result).Where(video => video?.Pixels is not null)!];
        if (videos.Length == 0)
            return;
        await featurizer.Computing.WaitAsync(stopping.Token);
        try
        {
            featurizer.Complete(videos, sideBySide: 1, stopping.Token);
        }
        finally
        {
            featurizer.Computing.Release();
        }
    }

    private sealed record Group(T[] Items, Task<DecodedClips?>[] Decoding, Task Computing);
}

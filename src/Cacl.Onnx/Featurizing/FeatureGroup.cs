namespace Cacl.Onnx;

/// <summary>Items that go through the network together; nothing is done for them before <see cref="Begin"/>.</summary>
/// <param name="featurizer">Whose encoder computes, at one of its places.</param>
/// <param name="items">The items.</param>
/// <param name="bytes">How much memory they and their clips take, about.</param>
/// <param name="read">Makes an item's clips.</param>
/// <param name="cancellation">Ends the work, as <see cref="End"/> does for this group alone.</param>
internal sealed class FeatureGroup<T>(VideoFeaturizer featurizer, T[] items, long bytes, Func<T, CancellationToken, DecodedClips?> read, CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private Task<DecodedClips?>[] decoding = [];
    private Task computing = Task.CompletedTask;

    public T[] Items => items;

    public long Bytes => bytes;

    public bool HasBegun => decoding.Length > 0;

    /// <summary>Whether no work is under way.</summary>
    public bool IsIdle => computing.IsCompleted;

    /// <summary>Begins to decode and compute, on the pool.</summary>
    public void Begin()
    {
        decoding = [.. items.Select(item => Task.Run(() => Decode(item)))];
        computing = Task.Run(Compute);
    }

    /// <summary>What became of an item, which is waited for.</summary>
    public DecodedClips? Outcome(int at)
    {
        DecodedClips? video = decoding[at].GetAwaiter().GetResult();
        // Whether it is computed already must not be asked of the clips, which another thread may just be completing.
        if (video is { NeedsVector: true })
            computing.GetAwaiter().GetResult();
        return video;
    }

    /// <summary>Ends the work that is under way, and does not wait for it.</summary>
    public void End() => stopping.Cancel();

    /// <summary>Ends the work that is under way, and waits for it.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        computing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        stopping.Dispose();
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

    private async Task Compute()
    {
        foreach (Task video in decoding)
            await video.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        DecodedClips[] videos = [.. decoding.Where(video => video.IsCompletedSuccessfully).Select(video => video.Result).Where(video => video is { NeedsVector: true })!];
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
}

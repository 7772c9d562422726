namespace Cacl.Samples.SearchService;

/// <summary>Lets a few uploads be worked on at a time; the others wait for their turn.</summary>
internal sealed class SearchTurns(ServiceOptions options) : IDisposable
{
    private readonly SemaphoreSlim free = new(options.SideBySide);

    /// <summary>How many are worked on just now.</summary>
    internal int Working => options.SideBySide - free.CurrentCount;

    /// <summary>Waits for a turn, and works on a thread of the pool.</summary>
    /// <param name="work">What is done; it ends soon when its token says so.</param>
    /// <param name="aborted">The client went away.</param>
    /// <exception cref="RefusedUploadException">The work took too long.</exception>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    internal async Task<T> Run<T>(Func<CancellationToken, T> work, CancellationToken aborted)
    {
        await free.WaitAsync(aborted);
        try
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(aborted);
            limited.CancelAfter(options.SearchTime);
            return await Task.Run(() => work(limited.Token), limited.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new RefusedUploadException(StatusCodes.Status422UnprocessableEntity, "searchTime", $"Decoding and embedding the video took longer than {options.SearchSeconds} seconds, which is the most that this service spends on one.");
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose() => free.Dispose();
}

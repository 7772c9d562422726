using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Cacl.Clips;

/// <summary>Runs the work of one open file on a thread of its own, and gives it up when it makes no progress.</summary>
/// <remarks>
/// <para>
/// A call into the decoder can't be interrupted. So what may be given up touches nothing of the caller's: it writes into
/// memory that it is handed for good, and frees the decoder itself when the call that it hangs in returns after all.
/// The thread pool is no place for it, as callers may hold all threads of the pool while they wait.
/// </para>
/// <para>Serves one caller at a time, with one hand-over for each piece of work. Without a limit, all runs on the caller's thread.</para>
/// </remarks>
internal sealed class DecodingThread
{
    /// <summary>Looks in one wait for progress; so often, because a process that was stopped for a while sees just one of them pass.</summary>
    private const int Looks = 8;

    /// <summary>How long a caller who cancels waits for the end of the frame.</summary>
    private static readonly TimeSpan CancelledWait = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly IDisposable _owned;
    private readonly DecodingProgress _progress;
    private readonly TimeSpan _giveUpAfter;
    private readonly SemaphoreSlim? _wake;
    private readonly ManualResetEventSlim _freed = new();
    private Work? _work;
    private volatile bool _isClosing;
    private bool _isAbandoned;

    /// <summary>Makes the thread.</summary>
    /// <param name="path">The video, for messages.</param>
    /// <param name="owned">What the work uses; disposed on the thread when it ends.</param>
    /// <param name="progress">Where the work tells its progress.</param>
    /// <param name="giveUpAfter">How long it may make none; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    public DecodingThread(string path, IDisposable owned, DecodingProgress progress, TimeSpan giveUpAfter)
    {
        _path = path;
        _owned = owned;
        _progress = progress;
        _giveUpAfter = giveUpAfter;
        if (giveUpAfter == Timeout.InfiniteTimeSpan)
            return;
        _wake = new SemaphoreSlim(0);
        DecodingWorker.Run(Serve);
    }

    /// <summary>What is said of decoding that was given up.</summary>
    public static string StallCause(TimeSpan giveUpAfter) => FormattableString.Invariant($"decoding made no progress for {giveUpAfter.TotalSeconds:0.###} s");

    /// <summary>Runs a piece of work, and waits for it.</summary>
    /// <exception cref="VideoException">It made no progress (<see cref="VideoFault.Stalled"/>), now or before, or what it threw itself.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public T Run<T>(Func<T> work, CancellationToken cancellation)
    {
        if (_isAbandoned)
            throw Stalled();
        ObjectDisposedException.ThrowIf(_isClosing, typeof(VideoFile));
        cancellation.ThrowIfCancellationRequested();
        _progress.Cancellation = cancellation;
        if (_wake is null)
            return work();

        T result = default!;
        Work piece = new(() => result = work());
        Volatile.Write(ref _work, piece);
        _wake.Release();
        Await(piece, cancellation);
        piece.Fault?.Throw();
        return result;
    }

    /// <summary>Frees what is owned, and lets the thread go.</summary>
    /// <param name="wait">Whether to wait until that is done; never for longer than without progress.</param>
    public void Close(bool wait)
    {
        if (_isClosing)
            return;
        _isClosing = true;
        if (_wake is null)
        {
            _owned.Dispose();
            return;
        }
        _wake.Release();
        if (wait && !_isAbandoned)
            _freed.Wait(_giveUpAfter);
    }

    private void Serve()
    {
        do
            ServeOne();
        while (!_isClosing);
        _owned.Dispose();
        _freed.Set();
    }

    /// <summary>On its own, so that a waiting thread holds on to no work: through it nobody's forgotten file could be collected.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ServeOne()
    {
        _wake!.Wait();
        Interlocked.Exchange(ref _work, null)?.Run();
    }

    private void Await(Work work, CancellationToken cancellation)
    {
        // Whole, because parts of a millisecond are not waited for.
        TimeSpan look = TimeSpan.FromMilliseconds(Math.Ceiling(_giveUpAfter.TotalMilliseconds / Looks));
        long steps = _progress.Steps, since = Stopwatch.GetTimestamp();
        int idle = 0;
        try
        {
            while (!work.Done.Wait(look, cancellation))
            {
                long now = _progress.Steps;
                if (now != steps)
                    (steps, idle, since) = (now, 0, Stopwatch.GetTimestamp());
                else if (++idle >= Looks && Stopwatch.GetElapsedTime(since) >= _giveUpAfter)
                    GiveUp();
            }
        }
        catch (OperationCanceledException)
        {
            // Without the end of the frame nobody knows where the decoder stands.
            if (!work.Done.Wait(_giveUpAfter < CancelledWait ? _giveUpAfter : CancelledWait, CancellationToken.None))
                Abandon();
            throw;
        }
    }

    private void GiveUp()
    {
        Abandon();
        throw Stalled();
    }

    /// <summary>Leaves the thread to itself: it frees what is owned when its work returns.</summary>
    private void Abandon()
    {
        _isAbandoned = true;
        _progress.Stop();
        Close(wait: false);
    }

    private VideoException Stalled() => new(_path, VideoFault.Stalled, StallCause(_giveUpAfter), _progress.Frame);

    private sealed class Work(Action action)
    {
        public ManualResetEventSlim Done { get; } = new();

        public ExceptionDispatchInfo? Fault { get; private set; }

        public void Run()
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                Fault = ExceptionDispatchInfo.Capture(exception);
            }
            Done.Set();
        }
    }
}

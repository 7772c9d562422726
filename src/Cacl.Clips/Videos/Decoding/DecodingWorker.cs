using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Cacl.Clips;

/// <summary>A thread that serves one open file after another.</summary>
/// <remarks>
/// Threads are used again because OpenCV keeps something of every thread that ever called it, about 2 KB, for as long as the
/// process lives: with a thread for each file, memory would grow with the number of files read.
/// </remarks>
internal sealed class DecodingWorker
{
    /// <summary>Idle threads that are kept: enough for a file that opens while the one before it is still being freed, on every core.</summary>
    private static readonly int MostIdle = 2 * Environment.ProcessorCount;

    private static readonly ConcurrentStack<DecodingWorker> Idle = new();

    private readonly SemaphoreSlim _wake = new(0);
    private Action? _session;

    /// <summary>Runs a session on an idle thread, or on a new one where none is idle.</summary>
    /// <param name="session">All the work of one file; it must not throw.</param>
    public static void Run(Action session)
    {
        if (!Idle.TryPop(out DecodingWorker? worker))
        {
            worker = new DecodingWorker();
            // Without the execution context of whoever opens its first file: it would be held, and seen by all files after that.
            new Thread(worker.Serve) { IsBackground = true, Name = "CACL video" }.UnsafeStart();
        }
        Volatile.Write(ref worker._session, session);
        worker._wake.Release();
    }

    private void Serve()
    {
        while (true)
        {
            ServeOne();
            if (Idle.Count >= MostIdle)
                return;
            Idle.Push(this);
        }
    }

    /// <summary>On its own, so that an idle thread holds on to no session.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ServeOne()
    {
        _wake.Wait();
        Interlocked.Exchange(ref _session, null)!();
    }
}

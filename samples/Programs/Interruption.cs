using System.Runtime.InteropServices;

namespace Cacl.Samples.Programs;

/// <summary>Turns the first Ctrl-C (or a polite kill) into a cancellation, and lets the second one end the process.</summary>
public sealed partial class Interruption : IDisposable
{
    public const int ExitCode = 130;
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Lock gate = new();
    private Timer? deadline;
    private bool leaving;

    public Interruption() =>
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Token => source.Token;

    /// <summary>How long the work under way may take to notice that it is to end.</summary>
    public TimeSpan Patience { get; set; } = UsualPatience;

    /// <summary>Called when that time is over; whatever is still to be saved is saved here, from another thread.</summary>
    public Action? OutOfPatience { get; set; }

    /// <summary>From here on the work ends by itself. Does not return when its time is over and the process is being ended.</summary>
    public void Leave()
    {
        if (!TryLeave())
            Thread.Sleep(Timeout.Infinite);
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        deadline?.Dispose();
        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (source.IsCancellationRequested)
            return;   // the default action: the process ends here and now
        context.Cancel = true;
        deadline = new Timer(_ => End(), null, Patience, Timeout.InfiniteTimeSpan);
        // Not on this thread: what is registered on the token may take its time, and the second signal must get through.
        ThreadPool.QueueUserWorkItem(_ => source.Cancel());
    }

    private bool TryLeave()
    {
        lock (gate)
        {
            if (leaving)
                return false;
            leaving = true;
            return true;
        }
    }

    private void End()
    {
        if (!TryLeave())
            return;
        try
        {
            OutOfPatience?.Invoke();
        }
        finally
        {
            // Not Environment.Exit: native libraries that are at work in another thread do not survive an orderly end.
            if (OperatingSystem.IsWindows())
                Environment.Exit(ExitCode);
            ExitNow(ExitCode);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int status);
}

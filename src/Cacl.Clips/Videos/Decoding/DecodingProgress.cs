namespace Cacl.Clips;

/// <summary>Where decoding on one thread stands, for another that watches it and may want it to stop.</summary>
internal sealed class DecodingProgress
{
    private long _steps;
    private int _frame = -1;
    private volatile bool _isStopped;

    /// <summary>Grows with each step.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>The frame that is being decoded; -1 while the file is being opened.</summary>
    public int Frame => Volatile.Read(ref _frame);

    /// <summary>Ends decoding at its next step. Set while nothing is decoded.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>Ends decoding at its next step, whenever that comes.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Notes that decoding goes on, with a frame.</summary>
    /// <exception cref="OperationCanceledException">It shall not.</exception>
    public void Step(int frame)
    {
        Volatile.Write(ref _frame, frame);
        Volatile.Write(ref _steps, _steps + 1);
        Cancellation.ThrowIfCancellationRequested();
        if (_isStopped)
            throw new OperationCanceledException();
    }
}

using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The batches of a run's steps on their device.</summary>
/// <remarks>
/// Ahead of a GPU, the bytes of the next step are made ready and their copy is begun while the device works on this one: it takes no time
/// of the host's that the device would have to wait for. TorchSharp has no streams, so the copy itself comes between the two steps' work, from
/// pinned memory in a small part of a step.
/// </remarks>
/// <param name="loader">Makes the batches, in parts.</param>
/// <param name="options">The parts of a step, and what ends the run.</param>
/// <param name="device">Where the batches go.</param>
/// <param name="isAhead">Whether the next step's are made ready before they are asked for.</param>
internal sealed class BatchFeed(BatchLoader loader, TrainingOptions options, Device device, bool isAhead) : IDisposable
{
    private ClipBatch[]? ready;   // those handed out, too, until the next: a step that fails leaves some behind
    private bool isPrepared;

    /// <summary>The parts of the next step's batch, each to be disposed of by the caller. Null when the run is cancelled.</summary>
    /// <exception cref="InvalidDataException">So many videos can't be read any more that too few are left.</exception>
    public IEnumerable<ClipBatch>? Next()
    {
        if (!isPrepared)
            return Load()?.Select(OnDevice);
        isPrepared = false;
        return ready;
    }

    /// <summary>Told when all work of a step is under way on the device, and another step follows.</summary>
    public void Prepare()
    {
        if (!isAhead)
            return;
        ready = Load()?.Select(OnDevice).ToArray();
        foreach (ClipBatch batch in ready ?? [])
            batch.MoveToOuterDisposeScope();
        isPrepared = true;
    }

    /// <summary>Frees what was prepared and not used.</summary>
    public void Dispose()
    {
        foreach (ClipBatch batch in ready ?? [])
            batch.Dispose();
    }

    private ClipBatch OnDevice(HostBatch part) => new(part, device, options.BackgroundSubtraction);

    // All parts of a batch, so that a run is cancelled between steps and not within one. Null when it is.
    private HostBatch[]? Load()
    {
        var parts = new HostBatch[options.Accumulate];
        for (int i = 0; i < parts.Length; i++)
        {
            if (options.Cancellation.IsCancellationRequested || loader.Next(options.Cancellation) is not { } part)
                return null;
            parts[i] = part;
        }

        return parts;
    }
}

namespace TorchSharp.Native;

/// <summary>
/// Brings about a collection when tensors that nobody disposed pile up: the collector sees small objects only.
/// GC.AddMemoryPressure would do it too, but it collects thirty times in one forward pass whose tensors are all disposed.
/// </summary>
internal static class NativeMemory
{
    /// <summary>Tensors below this size are not counted; the collector's own habits bound their number.</summary>
    public const long Smallest = 1024;

    private const long Slack = 256L << 20;

    private static long s_live;

    /// <summary>The least that was alive since the last collection that was asked for here.</summary>
    private static long s_floor;

    public static void Add(long bytes)
    {
        long live = Interlocked.Add(ref s_live, bytes);
        if (live <= (2 * Volatile.Read(ref s_floor)) + Slack) return;
        Volatile.Write(ref s_floor, live);
        GC.Collect();
    }

    public static void Remove(long bytes)
    {
        long live = Interlocked.Add(ref s_live, -bytes);
        if (live < Volatile.Read(ref s_floor)) Volatile.Write(ref s_floor, live);
    }
}

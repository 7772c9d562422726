namespace Cacl.Fuzz;

/// <summary>How much memory this process really holds.</summary>
public static class ResidentMemory
{
    /// <summary>The resident size in bytes, after all that nobody holds any more is freed.</summary>
    public static long Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}

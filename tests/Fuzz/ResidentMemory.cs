using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cacl.Fuzz;

/// <summary>How much memory this process really holds.</summary>
public static partial class ResidentMemory
{
    /// <summary>The resident size in bytes, after what nobody holds any more has gone back to the system.</summary>
    public static long Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (OperatingSystem.IsLinux())
        {
            try
            {
                // Frames of all sizes leave gaps behind: what a C library keeps for later use is no leak.
                _ = Trim(0);
            }
            catch (EntryPointNotFoundException)
            {
                // Another C library than glibc.
            }
        }
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint kept);
}

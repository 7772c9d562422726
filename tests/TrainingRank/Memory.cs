using System.Globalization;
using System.Runtime.InteropServices;

namespace TrainingRank;

/// <summary>What the kernel gives this process.</summary>
internal static class Memory
{
    private const int AddressSpace = 9;   // RLIMIT_AS

    /// <summary>Lets the process keep what it has, and gives it no more: the next large tensor can't be made.</summary>
    public static void Starve()
    {
        string pages = File.ReadAllText("/proc/self/statm").Split(' ')[0];
        ulong now = ulong.Parse(pages, CultureInfo.InvariantCulture) * (ulong)Environment.SystemPageSize;
        ulong[] limits = [now, now];
        if (setrlimit(AddressSpace, limits) != 0)
            throw new InvalidOperationException("The kernel sets no limit.");
    }

    [DllImport("libc")]
    private static extern int setrlimit(int resource, ulong[] limits);
}

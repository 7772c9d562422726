using System.Globalization;

namespace Cacl.Benchmarks.Train;

/// <summary>What a process holds in memory, as the kernel counts it, in MB.</summary>
internal static class Resident
{
    /// <summary>Now.</summary>
    public static double Now => Read("self", "VmRSS:");

    /// <summary>The most since the process began, or since <see cref="ForgetPeak"/>.</summary>
    /// <param name="process">Its number; null for this one.</param>
    public static double Peak(int? process = null) => Read(process?.ToString(CultureInfo.InvariantCulture) ?? "self", "VmHWM:");

    /// <summary>Lets this process's peak begin anew.</summary>
    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static double Read(string process, string field)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}

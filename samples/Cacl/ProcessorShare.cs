using System.Globalization;
using System.Text.Json;

namespace Cacl.Cli;

/// <summary>What a process of a job has of its machine, beside the job's other processes there.</summary>
/// <param name="Processors">How many processors it takes.</param>
/// <param name="LocalRank">Its number among the job's processes of this machine.</param>
internal sealed record ProcessorShare(int Processors, int LocalRank)
{
    private const string StartOfMachine = "/proc/sys/kernel/random/boot_id", StatusOfProcess = "/proc/self/status", Allowed = "Cpus_allowed_list:";

    /// <summary>Finds the share of this process; all processes of the job must ask.</summary>
    internal static ProcessorShare Of(Job job) => job.IsAlone ? new ProcessorShare(Environment.ProcessorCount, 0) : Of([.. job.Gather(JsonSerializer.Serialize(Here())).Select(text => JsonSerializer.Deserialize<Place>(text)!)], job.Rank);

    /// <param name="places">Where each process runs, in the order of ranks.</param>
    /// <param name="rank">The process.</param>
    internal static ProcessorShare Of(IReadOnlyList<Place> places, int rank)
    {
        Place own = places[rank];
        Place[] here = [.. places.Where(place => place.Machine == own.Machine)];
        // A processor that several may use counts as a part of one for each; a container's limit is for all that is in it.
        double parts = own.Processors.Sum(processor => 1.0 / here.Count(place => place.Processors.Contains(processor)));
        double limit = own.Limit < own.Processors.Length || own.Processors.Length == 0 ? (double)own.Limit / here.Count(place => place.Name == own.Name) : parts;
        double share = own.Processors.Length == 0 ? limit : Math.Min(parts, limit);
        return new ProcessorShare(Math.Max(1, (int)share), places.Take(rank).Count(place => place.Name == own.Name));
    }

    /// <summary>Processors as Linux lists them: <c>0-3,8</c>.</summary>
    internal static int[] Read(string list) =>
    [
        .. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .SelectMany(ends => Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)),
    ];

    private static Place Here()
    {
        string? list = File.Exists(StatusOfProcess) ? File.ReadLines(StatusOfProcess).FirstOrDefault(line => line.StartsWith(Allowed, StringComparison.Ordinal)) : null;
        return new Place(
            File.Exists(StartOfMachine) ? File.ReadAllText(StartOfMachine) : Environment.MachineName,
            Environment.MachineName,
            list is null ? [] : Read(list[Allowed.Length..]),
            Environment.ProcessorCount);
    }

    /// <summary>Where a process runs.</summary>
    /// <param name="Machine">The same for all containers of a machine.</param>
    /// <param name="Name">The machine's name, or the container's.</param>
    /// <param name="Processors">Those that it may run on; empty where the system does not tell.</param>
    /// <param name="Limit">How many it may keep busy at a time.</param>
    internal sealed record Place(string Machine, string Name, int[] Processors, int Limit);
}

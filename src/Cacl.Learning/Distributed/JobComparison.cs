using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;

namespace Cacl.Learning;

/// <summary>Checks at the start of a run that all processes of a job were started alike: same build, options and videos.</summary>
internal static class JobComparison
{
    private const int MostTold = 3;   // differences of a rank

    /// <summary>Compares builds and options, before anything else is done together.</summary>
    /// <exception cref="CommunicatorException">They differ; all processes get it, with the ranks and what differs.</exception>
    public static void CheckOptions(TrainingOptions options)
    {
        if (options.Communicator.Size == 1)
            return;
        Check(options.Communicator,
        [
            ("the build of Cacl.Learning", typeof(JobComparison).Module.ModuleVersionId.ToString()),
            ("libtorch", torch.__version__),
            ("the options", options.GetType().Name),
            // What they name may lie elsewhere on each machine.
            (nameof(options.CheckpointFolder), options.CheckpointFolder is null ? "null" : "set"),
            (nameof(options.OverlapExchange), options.OverlapExchange?.ToString() ?? "null"),
            (nameof(options.IndexFile), options.IndexFile is null ? "null" : "set"),
            .. RunIdentity.OptionsOf(options).Select(option => (option.Key, option.Key == nameof(options.Device) ? option.Value.Split(':')[0] : option.Value)),
        ]);
    }

    /// <summary>Compares the videos that can be used, and what else a run begins with.</summary>
    /// <exception cref="CommunicatorException">They differ; all processes get it, with the ranks and what differs.</exception>
    public static void CheckVideos(Communicator job, ClipSource source, IReadOnlyDictionary<string, string>? others = null)
    {
        if (job.Size == 1)
            return;
        Check(job,
        [
            .. (others ?? new Dictionary<string, string>()).Select(other => (other.Key, other.Value)),
            ("the number of videos that can be used", $"{source.Count}"),
            .. source.Skipped.Select(video => ($"the video {video.Path}", $"skipped ({video.Reason})")),
            .. Enumerable.Range(0, source.Count).Select(source.IdentityOf).Select((video, i) => ($"video {i + 1}", $"{video.Name} ({video.Hash:x})")),
        ]);
    }

    private static void Check(Communicator job, IReadOnlyList<(string Name, string Value)> own)
    {
        string[][] lines = [.. own.Select(line => new[] { line.Name, line.Value })];
        byte[] hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(lines));
        if (job.AllGather(hash).All(other => other.AsSpan().SequenceEqual(hash)))
            return;
        string[][] first = JsonSerializer.Deserialize<string[][]>(job.GatherTexts(job.Rank == 0 ? JsonSerializer.Serialize(lines) : "")[0])!;
        string[] told = [.. job.GatherTexts(Differences(job.Rank, ByName(lines), ByName(first))).Where(text => text.Length > 0)];
        throw new CommunicatorException($"The {job.Size} ranks of this job were not started alike. {string.Join(" ", told)}") { IsOfAll = true };
    }

    // A video may be listed twice.
    private static Dictionary<string, string> ByName(string[][] lines) => lines.GroupBy(line => line[0]).ToDictionary(group => group.Key, group => string.Join(", ", group.Select(line => line[1])));

    private static string Differences(int rank, Dictionary<string, string> own, Dictionary<string, string> first)
    {
        string[] differences =
        [
            .. own.Keys.Union(first.Keys)
                .Select(name => (Name: name, Own: ValueOf(name, own), First: ValueOf(name, first)))
                .Where(line => line.Own != line.First)
                .Select(line => $"On rank {rank} {line.Name} is {line.Own}, and on rank 0 {line.First}."),
        ];
        string more = differences.Length > MostTold ? $" {differences.Length - MostTold} more differ." : "";
        return string.Join(" ", differences.Take(MostTold)) + more;

        static string ValueOf(string name, Dictionary<string, string> lines) => lines.GetValueOrDefault(name) ?? RunIdentity.DefaultOf(name) ?? "not there";
    }
}

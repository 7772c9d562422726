using System.Text.Json;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Finds the devices of a job's processes before anything is exchanged: a process on a GPU and one on the CPU would wait for each other without end.</summary>
internal static class DeviceAgreement
{
    /// <summary>Finds the GPU of this process; null for the CPU.</summary>
    /// <param name="job">The processes. When they can't go on together, all of them leave it.</param>
    /// <param name="asked">What this process was given.</param>
    /// <exception cref="CommunicatorException">Devices differ in kind, or one can't be had; every process throws it, and it names the ranks.</exception>
    public static Device? Find(MpiCommunicator job, string? asked)
    {
        Device? own = null;
        Exception? fault = null;
        string? gpu = null;
        try
        {
            own = GpuOf(job, asked);
            gpu = own is null ? null : CudaContext.IdOf(own.index);
        }
        catch (Exception exception)   // whatever it is, the others must hear of it
        {
            fault = exception;
        }

        // A GPU may take long to wake; who comes early waits in the barrier, where waiting costs no processor time.
        job.Barrier();
        Request[] all = [.. job.GatherTexts(JsonSerializer.Serialize(new Request(asked ?? "cpu", fault?.Message, gpu))).Select(text => JsonSerializer.Deserialize<Request>(text)!)];
        if (Differences(all) is not { } message)
            return own;
        job.Dispose();
        throw fault is null ? new CommunicatorException(message) : new CommunicatorException(message, fault);
    }

    /// <summary>What keeps processes from working together; null when nothing does.</summary>
    /// <param name="all">What each was given and met, in the order of ranks.</param>
    public static string? Differences(IReadOnlyList<Request> all)
    {
        List<string> said = [];
        if (all.DistinctBy(request => request.Device == "cpu").Count() > 1)
            said.Add($"All processes of a job must compute on the CPU, or all on GPUs: {string.Join(", ", ByRanks(all, request => request.Device).Select(group => $"{group.Text} was asked for on {Named(group.Ranks)}"))}.");
        said.AddRange(ByRanks(all, request => request.Fault).Select(group => $"On {Named(group.Ranks)}: {group.Text}"));
        said.AddRange(ByRanks(all, request => request.Gpu).Where(group => group.Ranks.Length > 1).Select(group =>
            $"The {Named(group.Ranks)} would share one GPU ({group.Text}), and NCCL wants one for each. Start at most as many processes on a machine as it has GPUs, each with its own."));
        return said.Count == 0 ? null : string.Join(" ", said);
    }

    private static Device? GpuOf(MpiCommunicator job, string? asked)
    {
        if (asked is null or "cpu")
            return null;
        if (asked == "cuda")
            asked = $"cuda:{OwnGpu.Choose(job.Rank, job.LocalRank, cuda.is_available() ? cuda.device_count() : 0)}";
        Device gpu = Devices.Resolve(asked);
        NcclLibrary.Require();
        return gpu;
    }

    private static IEnumerable<(string Text, int[] Ranks)> ByRanks(IReadOnlyList<Request> all, Func<Request, string?> text) =>
        all.Select((request, rank) => (Text: text(request), Rank: rank)).Where(pair => pair.Text is not null).GroupBy(pair => pair.Text!, pair => pair.Rank)
            .Select(group => (group.Key, group.ToArray()));

    private static string Named(int[] ranks) => $"{(ranks.Length == 1 ? "rank" : "ranks")} {string.Join(", ", ranks)}";

    /// <summary>What a process was asked for.</summary>
    /// <param name="Device">The name of the device.</param>
    /// <param name="Fault">Why it can't be had; null when it can.</param>
    /// <param name="Gpu">What tells its GPU from all others; null for the CPU.</param>
    internal sealed record Request(string Device, string? Fault, string? Gpu = null);
}

using System.Collections.Concurrent;
using Cacl.Clips;
using Microsoft.ML.Runtime;

namespace Cacl.ML;

/// <summary>Logs each video that a run leaves out, at once, and passes it on.</summary>
/// <remarks>Each in a channel of its own, because a channel serves one thread.</remarks>
internal sealed class DroppedVideos(IHost host, IProgress<SkippedVideo>? next) : IProgress<SkippedVideo>
{
    private readonly ConcurrentBag<SkippedVideo> told = [];

    public bool Contains(SkippedVideo video) => told.Contains(video);

    public void Report(SkippedVideo value)
    {
        told.Add(value);
        using IChannel channel = host.Start("Reading");
        channel.Warning(MessageSensitivity.UserData, $"Skipped {value.Path}: {value.Reason}");
        next?.Report(value);
    }
}

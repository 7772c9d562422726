using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Checks lists of videos that need a label each.</summary>
internal static class LabelledVideos
{
    /// <summary>Refuses an empty list, and one with a video that has no label.</summary>
    public static void Check(IReadOnlyList<VideoEntry> videos, string name)
    {
        if (videos.Count == 0)
            throw new ArgumentException("There are no videos.", name);
        if (videos.FirstOrDefault(video => string.IsNullOrEmpty(video.Label)) is { } without)
            throw new ArgumentException($"The video '{without.Path}' has no label; every video needs one here.", name);
    }
}

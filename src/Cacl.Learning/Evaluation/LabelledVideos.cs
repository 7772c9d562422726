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
        VideoEntry[] without = [.. videos.Where(video => string.IsNullOrEmpty(video.Label))];
        if (without.Length > 0)
            throw new ArgumentException($"Every video needs a label here; {without.Length} of {videos.Count} have none, the first of them '{without[0].Path}'.", name);
    }
}

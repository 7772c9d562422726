using Cacl.Clips;

namespace Cacl.Demo;

/// <summary>Finds the videos that can't be evaluated on, before any time is spent on learning.</summary>
internal static class VideoCheck
{
    /// <summary>Those that can't be decoded or are too short for a clip.</summary>
    internal static IReadOnlyList<SkippedVideo> Unusable(IReadOnlyList<VideoEntry> videos, ClipOptions clips, CancellationToken cancellation)
    {
        var reasons = new string?[videos.Count];
        Parallel.For(0, videos.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            reasons[i] = ClipReader.WhyNot(videos[i].Path, clips));
        return [.. videos.Zip(reasons).Where(pair => pair.Second is not null).Select(pair => new SkippedVideo(pair.First.Path, pair.Second!))];
    }

    /// <summary>Those that no frame can be had from.</summary>
    internal static IReadOnlyList<SkippedVideo> Unreadable(IReadOnlyList<string> paths)
    {
        var unreadable = new List<SkippedVideo>();
        foreach (string path in paths)
        {
            try
            {
                VideoFile.Open(path).Dispose();
            }
            catch (VideoException fault)
            {
                unreadable.Add(new SkippedVideo(path, fault.Cause));
            }
        }
        return unreadable;
    }
}

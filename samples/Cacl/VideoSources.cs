using Cacl.Clips;

namespace Cacl.Cli;

/// <summary>Finds the videos that a command line names.</summary>
internal static class VideoSources
{
    /// <summary>What the help of commands says of them.</summary>
    internal const string Help = """
          VIDEOS is one or more of: a folder (a class per sub-folder, or flat), a video file, or a list: the split files of
          UCF101 and HMDB51, Kinetics' annotations, a table of paths and labels (.csv, .tsv), or a path a line.
        """;

    /// <summary>The videos of folders, lists and files, each once, with full paths.</summary>
    /// <param name="sources">What the command line names.</param>
    /// <param name="root">The folder that relative paths of lists start from; null for each list's own.</param>
    /// <exception cref="IOException">There is no such file or folder, or a list can't be read.</exception>
    /// <exception cref="InvalidDataException">A folder holds no videos.</exception>
    internal static IReadOnlyList<VideoEntry> Find(IEnumerable<string> sources, string? root = null) =>
        [.. sources.SelectMany(source => Find(source, root)).Select(video => video with { Path = Path.GetFullPath(video.Path) }).DistinctBy(video => video.Path)];

    private static IReadOnlyList<VideoEntry> Find(string source, string? root)
    {
        if (Directory.Exists(source))
            return VideoFolder.List(source);
        // One that is not there is told like any other that can't be read.
        if (VideoFolder.HasVideoEnding(source))
            return [new VideoEntry(source, null)];
        if (!File.Exists(source))
            throw new FileNotFoundException($"There is no file or folder '{source}'.", source);
        var options = new VideoListOptions { Root = root };
        try
        {
            return VideoList.Read(source, options);
        }
        catch (ArgumentException) when (!HasListEnding(source))
        {
            // Its name tells no format.
            return VideoList.Read(source, options with { Format = VideoListFormat.Table });
        }
    }

    private static bool HasListEnding(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".tab";
}

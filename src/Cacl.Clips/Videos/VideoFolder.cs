using System.Collections.Frozen;

namespace Cacl.Clips;

/// <summary>Lists the videos of a folder.</summary>
public static class VideoFolder
{
    private static readonly FrozenSet<string> VideoEndings = new[]
    {
        ".3g2", ".3gp", ".amv", ".asf", ".avi", ".divx", ".dv", ".f4v", ".flv", ".gif", ".h264", ".h265", ".hevc", ".ivf", ".m1v", ".m2t",
        ".m2ts", ".m2v", ".m4v", ".mjpeg", ".mjpg", ".mkv", ".mov", ".mp4", ".mpe", ".mpeg", ".mpg", ".mpv", ".mts", ".mxf", ".nut",
        ".ogg", ".ogm", ".ogv", ".qt", ".rm", ".rmvb", ".ts", ".vob", ".webm", ".wmv", ".y4m",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file name ends like that of a video.</summary>
    /// <param name="path">A file name or path.</param>
    public static bool HasVideoEnding(string path) => VideoEndings.Contains(Path.GetExtension(path));

    /// <summary>Lists all videos of a folder and of its sub-folders at any depth, by their endings; none is opened.</summary>
    /// <remarks>
    /// The label is the name of the sub-folder of <paramref name="folder"/> that a video lies in, directly or deeper.
    /// Files and folders whose names start with a dot are left out, and folders that go while the listing is made. Linked
    /// folders are followed, each real folder once: a folder within goes before all links to it, and of several links the first by name.
    /// </remarks>
    /// <param name="folder">The folder.</param>
    /// <returns>The videos in ordinal order of their paths, so that every machine lists them alike; at least one.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or it is a file.</exception>
    /// <exception cref="InvalidDataException">The folder is empty, or neither it nor a folder within holds a file with a video's ending.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or one within may not be listed; the message names it.</exception>
    /// <exception cref="IOException">The folder or one within can't be listed; the message names it.</exception>
    public static IReadOnlyList<VideoEntry> List(string folder) =>
        List(folder, inner => new DirectoryInfo(inner).EnumerateFileSystemInfos());

    /// <summary>The same, with what lies in a folder told by the caller.</summary>
    internal static IReadOnlyList<VideoEntry> List(string folder, Func<string, IEnumerable<FileSystemInfo>> list)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder))
            throw new DirectoryNotFoundException($"'{folder}' is a file; a folder of videos is wanted.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");

        List<string> files = FolderTree.Files(folder, list);
        List<VideoEntry> videos = files
            .Where(HasVideoEnding)
            .Select(file => (File: file, Relative: Path.GetRelativePath(folder, file).Replace('\\', '/')))
            .OrderBy(found => found.Relative, StringComparer.Ordinal)
            .Select(found => new VideoEntry(found.File, LabelOf(found.Relative)))
            .ToList();
        if (videos.Count == 0)
            throw new InvalidDataException(
                !Directory.EnumerateFileSystemEntries(folder).Any() ? $"The folder '{folder}' is empty."
                : files.Count == 0 ? $"The folder '{folder}' holds no file, nor does a folder within; names that begin with a dot do not count."
                : $"The folder '{folder}' holds no videos: none of its {files.Count} file{(files.Count == 1 ? "" : "s")} ends like a video (.mp4, .avi, .mkv, .webm, .mov, ...).");
        return videos;
    }

    private static string? LabelOf(string relativePath)
    {
        int end = relativePath.IndexOf('/');
        return end < 0 ? null : relativePath[..end];
    }
}

using Cacl.Search;

namespace Cacl.Samples.SearchService;

/// <summary>Where the videos of an index lie, and what clients are told of that.</summary>
internal static class VideoNames
{
    internal static string PathOf(SearchEntry entry, ServiceOptions options) => Path.GetFullPath(entry.Id, Path.GetFullPath(options.Videos ?? "."));

    /// <summary>The path below the folder of videos; of one that lies elsewhere the file's name alone, because paths of the machine are nobody's business.</summary>
    internal static string NameOf(SearchEntry entry, ServiceOptions options)
    {
        string path = PathOf(entry, options);
        if (options.Videos is null)
            return Path.GetFileName(path);
        string relative = Path.GetRelativePath(options.Videos, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? Path.GetFileName(path) : relative.Replace('\\', '/');
    }
}

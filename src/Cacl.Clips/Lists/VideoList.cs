using System.Text.RegularExpressions;

namespace Cacl.Clips;

/// <summary>Reads lists of videos: the split files of UCF101 and HMDB51 and the annotations of Kinetics as published, and tables of paths and labels.</summary>
/// <remarks>
/// <para>
/// Lists are text in UTF-8, with or without a byte order mark, with any line ends; blank lines are passed over. Videos come
/// in the list's order. Nothing is opened and nothing is looked for: a listed file that is missing shows when it is read,
/// or in a <see cref="VideoIndex"/>.
/// </para>
/// <para>
/// A video that a list names more than once is listed once, where it is first named. One that is named with two labels,
/// or for two parts of the data set, is an error that names both lines.
/// </para>
/// </remarks>
public static partial class VideoList
{
    /// <summary>Reads a list whose name tells its format; see <see cref="VideoListFormat.Detect"/>.</summary>
    /// <param name="path">The list: a file, or the folder of HMDB51's split files.</param>
    /// <param name="root">The folder that relative paths start from; null takes the list's folder. Absolute paths stay.</param>
    /// <returns>At least one video.</returns>
    /// <exception cref="ArgumentException">The name does not tell the format.</exception>
    /// <exception cref="FileNotFoundException">There is no such list.</exception>
    /// <exception cref="VideoListException">A line is not as the format wants it, or there is no video.</exception>
    public static IReadOnlyList<VideoEntry> Read(string path, string? root = null) => Read(path, new VideoListOptions { Root = root });

    /// <summary>Reads a list.</summary>
    /// <param name="path">The list: a file, or the folder of HMDB51's split files.</param>
    /// <param name="options">Its format, the folder that paths start from, and what to take.</param>
    /// <returns>At least one video.</returns>
    /// <exception cref="ArgumentException">Options are out of range or not for the list's format (the message names each), or the name does not tell the format.</exception>
    /// <exception cref="FileNotFoundException">There is no such list, or no such class index.</exception>
    /// <exception cref="VideoListException">A line is not as the format wants it, or there is no video.</exception>
    public static IReadOnlyList<VideoEntry> Read(string path, VideoListOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        bool isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
            throw new FileNotFoundException($"There is no video list '{path}'.", path);
        VideoListFormat format = options.Format == VideoListFormat.Detect ? Detect(path, isFolder) : options.Format;
        options.Check(format);

        ListedVideos videos = new(options.Root ?? (isFolder ? path : Path.GetDirectoryName(path)) ?? "", options.Part);
        switch (format)
        {
            case VideoListFormat.Ucf101:
                Ucf101List.Read(path, options.ClassIndexFile, videos);
                break;
            case VideoListFormat.Hmdb51:
                Hmdb51List.Read(path, isFolder, options.Hmdb51Split, videos);
                break;
            case VideoListFormat.Kinetics:
                KineticsList.Read(path, options, videos);
                break;
            case VideoListFormat.Table:
                PathTable.Read(path, options.Part, videos);
                break;
            default:
                throw new ArgumentException($"Can't read a list with these options: Format is {(int)format}, which is no format.", nameof(options));
        }
        return videos.ToList(path);
    }

    private static VideoListFormat Detect(string path, bool isFolder)
    {
        if (isFolder || Hmdb51List.IsName(path))
            return VideoListFormat.Hmdb51;
        if (Ucf101Name().IsMatch(Path.GetFileName(path)))
            return VideoListFormat.Ucf101;
        if (Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".tab")
            return KineticsList.IsHeader(path) ? VideoListFormat.Kinetics : VideoListFormat.Table;
        throw new ArgumentException(
            $"The name of the video list '{path}' does not tell its format: trainlist01.txt and testlist01.txt are of UCF101, brush_hair_test_split1.txt is of HMDB51, .csv, .tsv and .tab are tables; "
            + $"for another name set {nameof(VideoListOptions)}.{nameof(VideoListOptions.Format)}.", nameof(path));
    }

    [GeneratedRegex(@"^(train|test)list[0-9]*\.txt$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ucf101Name();
}

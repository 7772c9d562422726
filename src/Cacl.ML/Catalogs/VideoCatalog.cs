using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Cacl.ML;

/// <summary>Everything that CACL adds to an <see cref="MLContext"/>.</summary>
public sealed class VideoCatalog
{
    internal VideoCatalog(MLContext context)
    {
        Context = context;
        Transforms = new VideoTransformsCatalog(context);
    }

    /// <summary>Components that read and change clips.</summary>
    public VideoTransformsCatalog Transforms { get; }

    /// <summary>The context that components log to and take their device from.</summary>
    internal MLContext Context { get; }

    /// <summary>Lists the videos of a folder, a class per sub-folder.</summary>
    /// <param name="folder">The folder; sub-folders of sub-folders belong to the first level's class.</param>
    /// <returns>
    /// Rows of <see cref="VideoRow"/>: VideoPath (text) and Label (text, the sub-folder's name; empty for videos that lie flat).
    /// Files are listed, not opened.
    /// </returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no videos.</exception>
    public IDataView LoadFromFolder(string folder) => Rows(VideoFolder.List(folder));

    /// <summary>Lists the videos of a list: a split file of UCF101 or HMDB51, Kinetics' annotations, or a table of paths and labels.</summary>
    /// <param name="list">The list, whose name tells its format (see <see cref="VideoListFormat.Detect"/>): trainlist01.txt, brush_hair_test_split1.txt, a .csv, a .tsv.</param>
    /// <param name="root">The folder that relative paths start from; null takes the list's folder.</param>
    /// <returns>
    /// Rows of <see cref="VideoRow"/> in the list's order: VideoPath (text) and Label (text; empty where the list gives none).
    /// Files are neither opened nor looked for.
    /// </returns>
    /// <exception cref="ArgumentException">The name does not tell the format.</exception>
    /// <exception cref="FileNotFoundException">There is no such list.</exception>
    /// <exception cref="VideoListException">A line is not as the format wants it, or there is no video; the message names the line.</exception>
    public IDataView LoadFromList(string list, string? root = null) => Rows(VideoList.Read(list, root));

    /// <summary>Lists the videos of a list.</summary>
    /// <param name="list">The list: a file, or the folder of HMDB51's split files.</param>
    /// <param name="options">Its format, the folder that paths start from, and what to take.</param>
    /// <returns>
    /// Rows of <see cref="VideoRow"/> in the list's order: VideoPath (text) and Label (text; empty where the list gives none).
    /// Files are neither opened nor looked for.
    /// </returns>
    /// <exception cref="ArgumentException">Options are out of range or not for the list's format; the message names each.</exception>
    /// <exception cref="FileNotFoundException">There is no such list.</exception>
    /// <exception cref="VideoListException">A line is not as the format wants it, or there is no video; the message names the line.</exception>
    public IDataView LoadFromList(string list, VideoListOptions options) => Rows(VideoList.Read(list, options));

    /// <summary>Lists the videos of a folder, a class per sub-folder, without those that are known to be faulty.</summary>
    /// <param name="folder">The folder; sub-folders of sub-folders belong to the first level's class.</param>
    /// <param name="index">What is known of the videos; those that are not in it are listed.</param>
    /// <param name="skipped">Told of each video that is left out; the context's log gets a warning too.</param>
    /// <returns>Rows of <see cref="VideoRow"/>: VideoPath (text) and Label (text, the sub-folder's name; empty for videos that lie flat).</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no videos, or none that is sound.</exception>
    public IDataView LoadFromFolder(string folder, VideoIndex index, IProgress<SkippedVideo>? skipped = null) =>
        Rows(Sound(VideoFolder.List(folder), $"the folder '{folder}'", index, skipped));

    /// <summary>Lists the videos of a list, without those that are known to be faulty.</summary>
    /// <param name="list">The list: a file, or the folder of HMDB51's split files.</param>
    /// <param name="options">Its format, the folder that paths start from, and what to take.</param>
    /// <param name="index">What is known of the videos; those that are not in it are listed.</param>
    /// <param name="skipped">Told of each video that is left out; the context's log gets a warning too.</param>
    /// <returns>Rows of <see cref="VideoRow"/> in the list's order: VideoPath (text) and Label (text; empty where the list gives none).</returns>
    /// <exception cref="ArgumentException">Options are out of range or not for the list's format; the message names each.</exception>
    /// <exception cref="FileNotFoundException">There is no such list.</exception>
    /// <exception cref="VideoListException">A line is not as the format wants it, or there is no video; the message names the line.</exception>
    /// <exception cref="InvalidDataException">No video of the list is sound.</exception>
    public IDataView LoadFromList(string list, VideoListOptions options, VideoIndex index, IProgress<SkippedVideo>? skipped = null) =>
        Rows(Sound(VideoList.Read(list, options), $"the list '{list}'", index, skipped));

    private List<VideoEntry> Sound(IReadOnlyList<VideoEntry> videos, string source, VideoIndex index, IProgress<SkippedVideo>? skipped)
    {
        ArgumentNullException.ThrowIfNull(index);
        using IChannel channel = ((IHostEnvironment)Context).Register(nameof(VideoCatalog)).Start("Listing");
        var sound = new List<VideoEntry>();
        foreach (VideoEntry video in videos)
        {
            if (index.Find(video.Path) is not { Fault: not null } faulty)
            {
                sound.Add(video);
                continue;
            }

            string cause = faulty.Cause ?? $"{faulty.Fault}";
            channel.Warning(MessageSensitivity.UserData, $"Skipped {video.Path}: {cause}");
            skipped?.Report(new SkippedVideo(video.Path, cause));
        }

        return sound.Count > 0 ? sound : throw new InvalidDataException($"None of the {videos.Count} videos of {source} is sound, as the index knows them.");
    }

    private IDataView Rows(IReadOnlyList<VideoEntry> videos) =>
        Context.Data.LoadFromEnumerable(videos.Select(entry => new VideoRow { VideoPath = entry.Path, Label = entry.Label ?? "" }).ToArray());
}

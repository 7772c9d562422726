using Cacl.Clips;
using Microsoft.ML;

namespace Cacl.ML;

/// <summary>Everything that CACL adds to an <see cref="MLContext"/>.</summary>
public sealed class VideoCatalog
{
    private readonly MLContext context;

    internal VideoCatalog(MLContext context)
    {
        this.context = context;
        Transforms = new VideoTransformsCatalog(context);
        Trainers = new VideoTrainersCatalog(context);
        Evaluate = new VideoEvaluateCatalog(context);
    }

    /// <summary>Components that read and change clips.</summary>
    public VideoTransformsCatalog Transforms { get; }

    /// <summary>Components that learn an encoder from videos.</summary>
    public VideoTrainersCatalog Trainers { get; }

    /// <summary>Measures of an embedding.</summary>
    public VideoEvaluateCatalog Evaluate { get; }

    /// <summary>Lists the videos of a folder, a class per sub-folder.</summary>
    /// <param name="folder">The folder; sub-folders of sub-folders belong to the first level's class.</param>
    /// <returns>
    /// Rows of <see cref="VideoRow"/>: VideoPath (text) and Label (text, the sub-folder's name; empty for videos that lie flat).
    /// Files are listed, not opened.
    /// </returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no videos.</exception>
    public IDataView LoadFromFolder(string folder) =>
        context.Data.LoadFromEnumerable(VideoFolder.List(folder).Select(entry => new VideoRow { VideoPath = entry.Path, Label = entry.Label ?? "" }).ToArray());
}

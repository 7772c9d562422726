using Cacl.Clips;
using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>What a training run did and reached, written as one HTML file that opens from disk with no network.</summary>
/// <remarks>Parts that are empty are left out of the page. All text is escaped, so that file names may hold anything.</remarks>
public sealed class RunReport
{
    /// <summary>Gets the heading.</summary>
    public required string Title { get; init; }

    /// <summary>Gets a sentence below the heading: what was trained, on what, and how it was measured.</summary>
    public string? Summary { get; init; }

    /// <summary>Gets a warning shown above everything else, for example that the run was stopped early.</summary>
    public string? Notice { get; init; }

    /// <summary>Gets the measures, trained beside untrained.</summary>
    public IReadOnlyList<KeyNumber> KeyNumbers { get; init; } = [];

    /// <summary>Gets facts of the run: steps, seconds, numbers of videos.</summary>
    public IReadOnlyList<NamedText> Facts { get; init; } = [];

    /// <summary>Gets the training history, in order, of one stage or several.</summary>
    public IReadOnlyList<TrainingProgress> History { get; init; } = [];

    /// <summary>Gets the shuffle-degree confusions, for example of the trained and the untrained network.</summary>
    public IReadOnlyList<DegreeConfusion> Confusions { get; init; } = [];

    /// <summary>Gets the confusions of classes, for example of a linear probe.</summary>
    public IReadOnlyList<TitledConfusion> ClassConfusions { get; init; } = [];

    /// <summary>Gets further tables, for example the results of each class.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Gets the queries of the retrieval gallery.</summary>
    public IReadOnlyList<GalleryRow> Gallery { get; init; } = [];

    /// <summary>Gets the embedding maps, for example of the trained and the untrained network.</summary>
    public IReadOnlyList<EmbeddingMap> Maps { get; init; } = [];

    /// <summary>Gets the files that were left out, and why.</summary>
    public IReadOnlyList<SkippedVideo> Skipped { get; init; } = [];

    /// <summary>Gets the settings of the run.</summary>
    public IReadOnlyList<NamedText> Settings { get; init; } = [];

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file. An older one of that name is replaced at once, never half; folders that lack are made.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public void Write(string path) => HtmlPage.Write(path, ToHtml());

    /// <summary>Returns the page.</summary>
    public string ToHtml() => ReportPage.Of(this);
}

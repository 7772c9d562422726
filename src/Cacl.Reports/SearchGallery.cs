namespace Cacl.Reports;

/// <summary>Queries beside the videos that a search found for them, written as one HTML file that opens from disk with no network.</summary>
/// <remarks>All text is escaped, so that names of files may hold anything. Pictures are within the file.</remarks>
public sealed class SearchGallery
{
    /// <summary>Gets the heading.</summary>
    public required string Title { get; init; }

    /// <summary>Gets a sentence below the heading, for example which index was searched.</summary>
    public string? Summary { get; init; }

    /// <summary>Gets a warning shown above everything else, for example that some videos could not be read.</summary>
    public string? Notice { get; init; }

    /// <summary>Gets the queries with what was found, in the order in which they are shown.</summary>
    public required IReadOnlyList<GalleryRow> Rows { get; init; }

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file. An older one of that name is replaced at once, never half; folders that lack are made.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public void Write(string path) => HtmlPage.Write(path, ToHtml());

    /// <summary>Returns the page.</summary>
    public string ToHtml()
    {
        bool isMarked = Rows.Any(row => row.Answers.Any(answers => answers.Neighbours.Any(neighbour => neighbour.IsRight is not null)));
        return HtmlPage.Of(Title, Summary, Notice, Rows.Count == 0
            ? new Markup().AddRaw("<p>There was no query.</p>\n")
            : GallerySection.Of("Nearest videos", GallerySection.Explanation(isMarked), Rows));
    }
}

namespace Cacl.Learning;

/// <summary>A table of texts.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Headings">A heading for each column.</param>
/// <param name="Rows">A text for each column; the first column names the row, the others are numbers.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows);

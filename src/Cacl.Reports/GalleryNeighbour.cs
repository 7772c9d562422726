namespace Cacl.Reports;

/// <summary>A video that a query retrieved.</summary>
/// <param name="Image">The retrieved video.</param>
/// <param name="Similarity">Its cosine similarity to the query, -1 to 1.</param>
/// <param name="IsRight">Whether it is what the query looked for; null where there is nothing to compare.</param>
public sealed record GalleryNeighbour(GalleryImage Image, double Similarity, bool? IsRight);

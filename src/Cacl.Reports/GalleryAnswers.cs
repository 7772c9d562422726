namespace Cacl.Reports;

/// <summary>What one search gave for a query.</summary>
/// <param name="Neighbours">The videos. The page shows the nearest first, however they come.</param>
/// <param name="Title">What searched, for example <c>Trained</c>; null where there is only one such list.</param>
public sealed record GalleryAnswers(IReadOnlyList<GalleryNeighbour> Neighbours, string? Title = null);

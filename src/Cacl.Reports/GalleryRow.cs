namespace Cacl.Reports;

/// <summary>A query and what was found for it.</summary>
/// <param name="Query">The video that was searched with.</param>
/// <param name="Answers">What each search gave; those that gave nothing are left out.</param>
public sealed record GalleryRow(GalleryImage Query, IReadOnlyList<GalleryAnswers> Answers);

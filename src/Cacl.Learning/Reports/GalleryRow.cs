namespace Cacl.Learning;

/// <summary>A query and what the trained and the untrained network retrieve for it.</summary>
/// <param name="Query">The video that was searched with.</param>
/// <param name="Trained">The trained network's nearest videos. The report shows the nearest first, however they come.</param>
/// <param name="Untrained">The untrained network's nearest videos; may be empty.</param>
public sealed record GalleryRow(GalleryImage Query, IReadOnlyList<GalleryNeighbour> Trained, IReadOnlyList<GalleryNeighbour> Untrained);

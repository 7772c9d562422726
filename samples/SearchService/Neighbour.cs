namespace Cacl.Samples.SearchService;

/// <summary>A video that a search found.</summary>
/// <param name="Row">Its row in the index.</param>
/// <param name="Name">Its path below the folder of videos, or its name.</param>
/// <param name="Label">Its class; null where there is none.</param>
/// <param name="Similarity">How similar it is to the upload; the larger, the nearer.</param>
/// <param name="Thumbnail">The address of its picture, relative to the service's.</param>
internal sealed record Neighbour(int Row, string Name, string? Label, double Similarity, string Thumbnail);

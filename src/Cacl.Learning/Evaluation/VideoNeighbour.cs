namespace Cacl.Learning;

/// <summary>A training video beside a test video.</summary>
/// <param name="Path">The training video.</param>
/// <param name="Label">Its class.</param>
/// <param name="Similarity">Cosine similarity of their vectors, -1 to 1.</param>
public sealed record VideoNeighbour(string Path, string Label, double Similarity);

namespace Cacl.Learning;

/// <summary>The nearest training videos of one test video.</summary>
/// <param name="Path">The test video.</param>
/// <param name="Label">Its class.</param>
/// <param name="Nearest">Training videos, nearest first.</param>
public sealed record VideoNeighbours(string Path, string Label, IReadOnlyList<VideoNeighbour> Nearest);

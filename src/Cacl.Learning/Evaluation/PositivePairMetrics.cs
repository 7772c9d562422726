using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>How alike the two sides of each of CACL's positive pairs are.</summary>
/// <param name="Positives">Mean cosine similarity of the two views of a clip, by pair, -1 to 1.</param>
/// <param name="Others">The same of clips of different videos; without it a figure says nothing, for networks that collapsed find everything alike. Empty when there is one video.</param>
/// <param name="Clips">How many clips were measured.</param>
/// <param name="Skipped">Videos that could not be used, and why.</param>
public sealed record PositivePairMetrics(
    IReadOnlyDictionary<CaclPositives, double> Positives,
    IReadOnlyDictionary<CaclPositives, double> Others,
    int Clips,
    IReadOnlyList<SkippedVideo> Skipped);

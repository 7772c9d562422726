namespace Cacl.Study;

/// <summary>How alike two sides of a pair are.</summary>
/// <param name="Positive">Of a clip's two views.</param>
/// <param name="Others">Of clips of different videos; null where there is one video.</param>
internal sealed record PairSimilarity(double Positive, double? Others);

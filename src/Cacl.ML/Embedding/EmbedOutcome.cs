using Cacl.Clips;

namespace Cacl.ML;

/// <summary>What became of a row's video.</summary>
/// <param name="Features">Its vector; null where it is faulty, or no vector was wanted.</param>
/// <param name="Failure">Why it is faulty; null when it is not, or when its row was left out before.</param>
/// <param name="Shortfall">What it lacks; null when it is complete.</param>
/// <param name="LeftOut">Whether its row is left out.</param>
internal readonly record struct EmbedOutcome(float[]? Features, VideoException? Failure, string? Shortfall, bool LeftOut);

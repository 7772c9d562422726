using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>What was wrong with videos that were read one after another.</summary>
/// <param name="Skipped">Videos that can't be read or are too short, and why.</param>
/// <param name="UsedInPart">Videos that were used although they end before what their container promises, and where.</param>
internal sealed record FaultyVideos(IReadOnlyList<SkippedVideo> Skipped, IReadOnlyList<IncompleteVideo> UsedInPart);

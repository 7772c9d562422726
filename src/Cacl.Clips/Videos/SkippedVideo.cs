namespace Cacl.Clips;

/// <summary>A video that a run left out.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record SkippedVideo(string Path, string Reason);

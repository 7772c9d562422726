namespace Cacl.Clips;

/// <summary>A video that a run uses although frames of it are missing.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Reason">What is missing, in words.</param>
public sealed record IncompleteVideo(string Path, string Reason);

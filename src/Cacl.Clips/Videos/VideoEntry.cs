namespace Cacl.Clips;

/// <summary>A video file of a folder, with its label where the folder gives one.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Label">The name of the first-level sub-folder that holds it; null for a file directly in the folder.</param>
public sealed record VideoEntry(string Path, string? Label);

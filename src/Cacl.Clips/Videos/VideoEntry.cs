namespace Cacl.Clips;

/// <summary>A video file of a folder or a list, with its label where there is one.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Label">What the list says, or the name of the first-level sub-folder that holds it; null when the list gives none, or for a file directly in the folder.</param>
public sealed record VideoEntry(string Path, string? Label);

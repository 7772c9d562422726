namespace Cacl.Cli;

/// <summary>A video and its vector.</summary>
internal sealed record VideoVector(string Path, string? Label, float[] Features);

namespace Cacl.Search;

/// <summary>What a row of an index stands for.</summary>
/// <param name="Id">Its name, for example a video's path. Several rows may have the same one.</param>
/// <param name="Label">Its class; null where there is none.</param>
public sealed record SearchEntry(string Id, string? Label);

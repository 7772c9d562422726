namespace Cacl.Clips;

/// <summary>How far <see cref="VideoIndex.Examine"/> has come; reported after each video.</summary>
/// <param name="Done">Videos done, from 1 up.</param>
/// <param name="Total">Videos in all.</param>
/// <param name="Reused">Those of them that were known and have not changed.</param>
/// <param name="Faulty">Those of them that can't be read.</param>
/// <param name="Path">The video done last.</param>
public sealed record VideoIndexProgress(int Done, int Total, int Reused, int Faulty, string Path);

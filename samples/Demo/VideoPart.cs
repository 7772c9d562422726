using Cacl.Clips;

namespace Cacl.Demo;

/// <summary>A video, or half of one, that is embedded: a row of the gallery, or a query.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The file's path within its folder.</param>
/// <param name="Class">The class, or null where there are none.</param>
/// <param name="Answer">What counts as found: the class, or the source video.</param>
/// <param name="Segment">The part of the video.</param>
internal sealed record VideoPart(string Path, string Name, string? Class, string Answer, VideoSegment Segment);

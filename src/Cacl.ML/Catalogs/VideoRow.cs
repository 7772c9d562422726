namespace Cacl.ML;

/// <summary>A row of what <see cref="VideoCatalog.LoadFromFolder(string)"/> and <see cref="VideoCatalog.LoadFromList(string, string?)"/> list.</summary>
public sealed class VideoRow
{
    /// <summary>Path of the video file.</summary>
    public string VideoPath { get; set; } = "";

    /// <summary>Name of the sub-folder it lies in, or the list's label; empty when there is none.</summary>
    public string Label { get; set; } = "";
}

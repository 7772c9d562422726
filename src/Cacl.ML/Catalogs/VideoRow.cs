namespace Cacl.ML;

/// <summary>A row of what <see cref="VideoCatalog.LoadFromFolder"/> lists.</summary>
public sealed class VideoRow
{
    /// <summary>Path of the video file.</summary>
    public string VideoPath { get; set; } = "";

    /// <summary>Name of the sub-folder it lies in; empty when it lies in none.</summary>
    public string Label { get; set; } = "";
}

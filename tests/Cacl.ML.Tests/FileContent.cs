namespace Cacl.ML.Tests;

/// <summary>A row that holds a video file in memory.</summary>
internal sealed class FileContent
{
    public byte[] Bytes { get; set; } = [];
}

namespace Cacl.Demo;

/// <summary>A row for ML.NET's classifier.</summary>
internal sealed class EmbeddedVideo
{
    public string Label { get; set; } = "";

    public float[] Features { get; set; } = [];
}

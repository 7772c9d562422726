namespace Cacl.Learning;

/// <summary>What is written into an ONNX file beside the network.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Whether each feature vector is scaled to a Euclidean length of 1; a video's vector, the mean over its clips, is then a little shorter.</summary>
    /// <value>Default: false.</value>
    public bool NormalizeLength { get; init; }

    /// <summary>The licence of the weights: its name or its whole text.</summary>
    /// <value>Default: empty.</value>
    public string License { get; init; } = "";
}

namespace Cacl.Learning;

/// <summary>The shape of the video transformer, and of the frozen network that reads frames for it.</summary>
public sealed record TransformerArchitecture
{
    private const int MostLayers = 1000, MostNumbers = 1 << 14;

    /// <summary>Number of layers.</summary>
    /// <value>Default: 6 (the paper's).</value>
    public int Depth { get; init; } = 6;

    /// <summary>Attention heads of a layer.</summary>
    /// <value>Default: 6 (the paper's).</value>
    public int Heads { get; init; } = 6;

    /// <summary>Length of a token.</summary>
    /// <value>Default: 768 (the paper's).</value>
    public int Width { get; init; } = 768;

    /// <summary>Length of a head's queries, keys and values.</summary>
    /// <value>Default: null: <see cref="Width"/> is divided among the heads, 128 in the paper.</value>
    public int? HeadSize { get; init; }

    /// <summary>The network that reads frames.</summary>
    /// <value>Default: <see cref="FrameArchitecture.ResNet50"/> (the paper's).</value>
    public FrameArchitecture Frames { get; init; } = FrameArchitecture.ResNet50;

    /// <summary>
    /// A safetensors file with weights of that network, which is then frozen as it is and not trained first; see
    /// <see cref="FrameNetwork.LoadWeights"/>.
    /// </summary>
    /// <value>Default: null.</value>
    public string? FrameWeights { get; init; }

    /// <summary>A transformer for two cores.</summary>
    public static TransformerArchitecture Small { get; } = new() { Depth = 2, Heads = 4, Width = 128, Frames = FrameArchitecture.Small };

    internal void CollectFaults(string option, List<string> faults)
    {
        if (Depth is < 1 or > MostLayers)
            faults.Add($"{option}.{nameof(Depth)} is {Depth}; it must be from 1 to {MostLayers}.");
        if (Heads is < 1 or > MostNumbers || Width is < 1 or > MostNumbers || (HeadSize is null && Width % Heads != 0))
            faults.Add($"{option} has {nameof(Width)} {Width} and {nameof(Heads)} {Heads}; both must be from 1 to {MostNumbers} and, without a {nameof(HeadSize)}, the width a multiple of the heads.");
        if (HeadSize is < 1 or > MostNumbers)
            faults.Add($"{option}.{nameof(HeadSize)} is {HeadSize}; it must be null, or from 1 to {MostNumbers}.");
        Frames.CollectFaults($"{option}.{nameof(Frames)}", faults);
        if (FrameWeights is not null && !File.Exists(FrameWeights))
            faults.Add($"{option}.{nameof(FrameWeights)} is {FrameWeights}; there is no such file.");
    }
}

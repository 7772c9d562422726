namespace Cacl.Learning;

/// <summary>The shape of the video transformer, and of the frozen network that reads frames for it.</summary>
public sealed record TransformerArchitecture
{
    /// <summary>Number of layers.</summary>
    /// <value>Default: 6 (the paper's).</value>
    public int Depth { get; init; } = 6;

    /// <summary>Attention heads of a layer; <see cref="Width"/> is divided among them.</summary>
    /// <value>Default: 6 (the paper's).</value>
    public int Heads { get; init; } = 6;

    /// <summary>Length of a token.</summary>
    /// <value>Default: 768 (the paper's).</value>
    public int Width { get; init; } = 768;

    /// <summary>Channels of the frame network's stages, each of one residual block. The paper reads frames with a ResNet-50.</summary>
    /// <value>Default: 64, 128, 256, 512.</value>
    public IReadOnlyList<int> FrameChannels { get; init; } = [64, 128, 256, 512];

    /// <summary>A transformer for two cores.</summary>
    public static TransformerArchitecture Small { get; } = new() { Depth = 2, Heads = 4, Width = 128, FrameChannels = [16, 32, 64, 128] };

    /// <summary>Compares by value, list by list.</summary>
    public bool Equals(TransformerArchitecture? other) =>
        other is not null && Depth == other.Depth && Heads == other.Heads && Width == other.Width
        && FrameChannels.SequenceEqual(other.FrameChannels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Depth, Heads, Width, FrameChannels.Count);

    internal void CollectFaults(string option, List<string> faults)
    {
        if (Depth < 1)
            faults.Add($"{option}.{nameof(Depth)} is {Depth}; it must be at least 1.");
        if (Heads < 1 || Width < 1 || Width % Heads != 0)
            faults.Add($"{option} has {nameof(Width)} {Width} and {nameof(Heads)} {Heads}; both must be at least 1 and the width a multiple of the heads.");
        if (FrameChannels.Count == 0 || FrameChannels.Any(channels => channels < 1))
            faults.Add($"{option}.{nameof(FrameChannels)} is [{string.Join(", ", FrameChannels)}]; it needs at least one entry, each at least 1.");
    }
}

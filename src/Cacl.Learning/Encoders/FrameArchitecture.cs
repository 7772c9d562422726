namespace Cacl.Learning;

/// <summary>The shape of a 2D residual network that turns single frames into feature vectors.</summary>
/// <remarks>
/// The default is a light network of one basic block a stage with a stem that does not pool; <see cref="ResNet50"/> is the paper's.
/// Source: He et al., arXiv 1512.03385.
/// </remarks>
public sealed record FrameArchitecture
{
    private const int BottleneckExpansion = 4;

    /// <summary>Edge of the stem's kernel, an odd number of pixels; its stride is 2.</summary>
    /// <value>Default: 5.</value>
    public int StemKernelSize { get; init; } = 5;

    /// <summary>Whether a maximum over 3 x 3 pixels of stride 2 follows the stem.</summary>
    /// <value>Default: false.</value>
    public bool StemPool { get; init; }

    /// <summary>Channels of each stage; the stem has those of the first.</summary>
    /// <value>Default: 64, 128, 256, 512.</value>
    public IReadOnlyList<int> Channels { get; init; } = [64, 128, 256, 512];

    /// <summary>Blocks of each stage.</summary>
    /// <value>Default: 1, 1, 1, 1.</value>
    public IReadOnlyList<int> Blocks { get; init; } = [1, 1, 1, 1];

    /// <summary>Whether a block is a bottleneck of three convolutions, which gives out four times its stage's channels, and not a basic one of two.</summary>
    /// <value>Default: false.</value>
    public bool Bottleneck { get; init; }

    /// <summary>The statistics that the network takes pixels by; those that its weights were trained with.</summary>
    /// <value>Default: <see cref="PixelNormalization.None"/>.</value>
    public PixelNormalization Normalization { get; init; } = PixelNormalization.None;

    /// <summary>Length of a frame's feature vector.</summary>
    public int FeatureLength => Channels[^1] * Expansion;

    /// <summary>A network for two cores and frames of 32 x 32 pixels.</summary>
    public static FrameArchitecture Small { get; } = new() { Channels = [16, 32, 64, 128] };

    /// <summary>ResNet-18: 11.2 million parameters, 512 features.</summary>
    public static FrameArchitecture ResNet18 { get; } = new() { StemKernelSize = 7, StemPool = true, Blocks = [2, 2, 2, 2], Normalization = PixelNormalization.ImageNet };

    /// <summary>ResNet-34: 21.3 million parameters, 512 features.</summary>
    public static FrameArchitecture ResNet34 { get; } = ResNet18 with { Blocks = [3, 4, 6, 3] };

    /// <summary>ResNet-50: 23.5 million parameters, 2048 features. The paper's.</summary>
    public static FrameArchitecture ResNet50 { get; } = ResNet34 with { Bottleneck = true };

    /// <summary>A bound of its weights from below.</summary>
    internal long FewestWeights => StageSizes.FewestWeights(Channels, Blocks);

    /// <summary>Channels that a block gives out for each of its stage's.</summary>
    internal int Expansion => Bottleneck ? BottleneckExpansion : 1;

    /// <summary>Compares by value, list by list.</summary>
    public bool Equals(FrameArchitecture? other) =>
        other is not null && StemKernelSize == other.StemKernelSize && StemPool == other.StemPool && Bottleneck == other.Bottleneck
        && Normalization == other.Normalization && Channels.SequenceEqual(other.Channels) && Blocks.SequenceEqual(other.Blocks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StemKernelSize, StemPool, Bottleneck, Normalization, Channels.Count, FeatureLength);

    internal void CollectFaults(string option, List<string> faults)
    {
        if (StemKernelSize is < 1 or > 31 || StemKernelSize % 2 == 0)
            faults.Add($"{option}.{nameof(StemKernelSize)} is {StemKernelSize}; it must be an odd number from 1 to 31.");
        if (Channels.Count == 0 || Channels.Count != Blocks.Count)
            faults.Add($"{option} has {Channels.Count} {nameof(Channels)} and {Blocks.Count} {nameof(Blocks)}; it needs as many of the one as of the other, and at least one.");
        StageSizes.CollectFaults(option, Channels, Blocks, faults);
        if (!Enum.IsDefined(Normalization))
            faults.Add($"{option}.{nameof(Normalization)} is {Normalization}; it must be one of {string.Join(", ", Enum.GetNames<PixelNormalization>())}.");
    }
}

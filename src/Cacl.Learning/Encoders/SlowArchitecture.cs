using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>The slow pathway of SlowFast: a residual network of bottleneck blocks that convolve time only in some stages.</summary>
/// <remarks>
/// The stem convolves and halves time and space, and a maximum halves space again; every stage but the first halves space. The number
/// of frames stays after the stem. The default is R3D-50 as CVRL has it. Sources: Feichtenhofer et al., arXiv 1812.03982, with the
/// stem of Qian et al., arXiv 2008.03800.
/// </remarks>
public sealed record SlowArchitecture : EncoderArchitecture
{
    /// <summary>CVRL's R3D-50: 31.7 million parameters.</summary>
    public static SlowArchitecture R50 { get; } = new();

    /// <summary>CVRL's R3D-152, which differs in its blocks; the paper's "2x" also has twice as many <see cref="Channels"/>.</summary>
    public static SlowArchitecture R152 { get; } = new() { Blocks = [3, 8, 36, 3] };

    /// <summary>Frames of the stem's kernel, an odd number.</summary>
    /// <value>Default: 5.</value>
    public int StemFrames { get; init; } = 5;

    /// <summary>Frames from one place of the stem's kernel to the next.</summary>
    /// <value>Default: 2.</value>
    public int StemStride { get; init; } = 2;

    /// <summary>Channels within the blocks of each stage; the stem has those of the first, and what a block gives has four times as many.</summary>
    /// <value>Default: 64, 128, 256, 512.</value>
    public IReadOnlyList<int> Channels { get; init; } = [64, 128, 256, 512];

    /// <summary>Bottleneck blocks of each stage.</summary>
    /// <value>Default: 3, 4, 6, 3.</value>
    public IReadOnlyList<int> Blocks { get; init; } = [3, 4, 6, 3];

    /// <summary>Frames of the first convolution's kernel in the blocks of each stage, odd numbers.</summary>
    /// <value>Default: 1, 1, 3, 3.</value>
    public IReadOnlyList<int> BlockFrames { get; init; } = [1, 1, 3, 3];

    /// <inheritdoc/>
    [JsonIgnore]
    public override int FeatureLength => SlowBlock.Expansion * Channels[^1];

    internal override long FewestWeights => StageSizes.FewestWeights(Channels, Blocks);

    /// <inheritdoc/>
    public override ClipNetwork Create() => new SlowNetwork(this);

    /// <summary>Compares by value, list by list.</summary>
    public bool Equals(SlowArchitecture? other) =>
        base.Equals(other) && StemFrames == other.StemFrames && StemStride == other.StemStride
        && Channels.SequenceEqual(other.Channels) && Blocks.SequenceEqual(other.Blocks) && BlockFrames.SequenceEqual(other.BlockFrames);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), StemFrames, StemStride, Channels.Count, FeatureLength);

    /// <inheritdoc/>
    protected internal override void CollectFaults(string option, List<string> faults)
    {
        base.CollectFaults(option, faults);
        if (StemFrames is < 1 or > 31 || StemFrames % 2 == 0)
            faults.Add($"{option}.{nameof(StemFrames)} is {StemFrames}; it must be an odd number from 1 to 31.");
        if (StemStride is < 1 or > 31)
            faults.Add($"{option}.{nameof(StemStride)} is {StemStride}; it must be from 1 to 31.");
        if (Channels.Count == 0 || Channels.Count != Blocks.Count || Channels.Count != BlockFrames.Count)
            faults.Add($"{option} has {Channels.Count} {nameof(Channels)}, {Blocks.Count} {nameof(Blocks)} and {BlockFrames.Count} {nameof(BlockFrames)}; it needs as many of each, and at least one.");
        StageSizes.CollectFaults(option, Channels, Blocks, faults);
        if (BlockFrames.Any(frames => frames is < 1 or > 31 || frames % 2 == 0))
            faults.Add($"{option}.{nameof(BlockFrames)} is [{string.Join(", ", BlockFrames)}]; every entry must be an odd number from 1 to 31.");
    }
}

namespace Cacl.Learning;

/// <summary>The shape of a 3D residual network of basic blocks.</summary>
/// <remarks>
/// The default is R3D-18 as CACL uses it: a 3x7x7 stem of stride (1, 2, 2) and two basic blocks in each of four stages;
/// every stage but the first halves frames, height and width. Source: Hara et al., arXiv 1711.09577.
/// </remarks>
public sealed record R3dArchitecture
{
    /// <summary>Edge of the stem's kernel in space, an odd number of pixels.</summary>
    /// <value>Default: 7.</value>
    public int StemKernelSize { get; init; } = 7;

    /// <summary>Channels of each stage; the stem has those of the first.</summary>
    /// <value>Default: 64, 128, 256, 512.</value>
    public IReadOnlyList<int> Channels { get; init; } = [64, 128, 256, 512];

    /// <summary>Basic blocks of each stage.</summary>
    /// <value>Default: 2, 2, 2, 2.</value>
    public IReadOnlyList<int> Blocks { get; init; } = [2, 2, 2, 2];

    /// <summary>Length of the pooled feature vector.</summary>
    public int FeatureLength => Channels[^1];

    /// <summary>A network of 0.9 million parameters for frames of 32 x 32 pixels, which trains in minutes on two cores.</summary>
    public static R3dArchitecture Small { get; } = new() { StemKernelSize = 5, Channels = [16, 32, 64, 128], Blocks = [1, 1, 1, 1] };

    /// <summary>Compares by value, list by list.</summary>
    public bool Equals(R3dArchitecture? other) =>
        other is not null && StemKernelSize == other.StemKernelSize
        && Channels.SequenceEqual(other.Channels) && Blocks.SequenceEqual(other.Blocks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StemKernelSize, Channels.Count, FeatureLength);

    internal void CollectFaults(string option, List<string> faults)
    {
        if (StemKernelSize is < 1 or > 31 || StemKernelSize % 2 == 0)
            faults.Add($"{option}.{nameof(StemKernelSize)} is {StemKernelSize}; it must be an odd number from 1 to 31.");
        if (Channels.Count == 0 || Channels.Count != Blocks.Count)
            faults.Add($"{option} has {Channels.Count} {nameof(Channels)} and {Blocks.Count} {nameof(Blocks)}; it needs as many of the one as of the other, and at least one.");
        if (Channels.Any(channels => channels < 1))
            faults.Add($"{option}.{nameof(Channels)} is [{string.Join(", ", Channels)}]; every entry must be at least 1.");
        if (Blocks.Any(blocks => blocks < 1))
            faults.Add($"{option}.{nameof(Blocks)} is [{string.Join(", ", Blocks)}]; every entry must be at least 1.");
    }
}

using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>C3D with batch norm and an average at its end, as CACL uses it.</summary>
/// <remarks>
/// Eight 3x3x3 convolutions in five stages; a maximum over pixels follows the first stage, over frames and pixels the next three.
/// Source: Tran et al., arXiv 1412.0767.
/// </remarks>
public sealed record C3dArchitecture : EncoderArchitecture
{
    /// <summary>Channels of each of the five stages; the last three stages have two convolutions.</summary>
    /// <value>Default: 64, 128, 256, 512, 512.</value>
    public IReadOnlyList<int> Channels { get; init; } = [64, 128, 256, 512, 512];

    /// <inheritdoc/>
    [JsonIgnore]
    public override int FeatureLength => Channels[^1];

    /// <summary>The paper's: 27.7 million parameters.</summary>
    public static C3dArchitecture Paper { get; } = new();

    internal override long FewestWeights => Channels.Zip(Channels.Skip(1), (before, after) => 27L * before * after).Sum();

    /// <inheritdoc/>
    public override ClipNetwork Create() => new C3d(this);

    /// <summary>Compares by value, entry by entry.</summary>
    public bool Equals(C3dArchitecture? other) => base.Equals(other) && Channels.SequenceEqual(other!.Channels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), FeatureLength);

    /// <inheritdoc/>
    protected internal override void CollectFaults(string option, List<string> faults)
    {
        base.CollectFaults(option, faults);
        if (Channels.Count != C3d.Stages.Count || Channels.Any(channels => channels is < 1 or > StageSizes.MostChannels))
            faults.Add($"{option}.{nameof(Channels)} is [{string.Join(", ", Channels)}]; it needs {C3d.Stages.Count} entries, each from 1 to {StageSizes.MostChannels}.");
    }
}

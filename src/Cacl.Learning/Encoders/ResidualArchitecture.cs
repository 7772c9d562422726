using System.Text.Json.Serialization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>The shape of a 3D residual network of basic blocks, in torchvision's layout and with its names for parameters.</summary>
/// <remarks>
/// The stem halves height and width; every stage but the first halves frames, height and width, unless its convolutions leave
/// time alone. A derived record says what the convolutions are.
/// </remarks>
public abstract record ResidualArchitecture : EncoderArchitecture
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

    /// <inheritdoc/>
    [JsonIgnore]
    public override int FeatureLength => Channels[^1];

    /// <inheritdoc/>
    public sealed override ClipNetwork Create() => new VideoResNet(this);

    /// <summary>Compares by value, list by list.</summary>
    public virtual bool Equals(ResidualArchitecture? other) =>
        base.Equals(other) && StemKernelSize == other!.StemKernelSize
        && Channels.SequenceEqual(other.Channels) && Blocks.SequenceEqual(other.Blocks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), StemKernelSize, Channels.Count, FeatureLength);

    /// <inheritdoc/>
    protected internal override void CollectFaults(string option, List<string> faults)
    {
        base.CollectFaults(option, faults);
        if (StemKernelSize is < 1 or > 31 || StemKernelSize % 2 == 0)
            faults.Add($"{option}.{nameof(StemKernelSize)} is {StemKernelSize}; it must be an odd number from 1 to 31.");
        if (Channels.Count == 0 || Channels.Count != Blocks.Count)
            faults.Add($"{option} has {Channels.Count} {nameof(Channels)} and {Blocks.Count} {nameof(Blocks)}; it needs as many of the one as of the other, and at least one.");
        StageSizes.CollectFaults(option, Channels, Blocks, faults);
    }

    internal sealed override long FewestWeights => StageSizes.FewestWeights(Channels, Blocks);

    /// <summary>The layers before the first stage, from 3 channels to those of the first stage.</summary>
    internal virtual Module<Tensor, Tensor>[] Stem() =>
    [
        new Convolution(3, Channels[0], [3, StemKernelSize, StemKernelSize], [1, 2, 2]),
        new BatchNorm(Channels[0]),
        ReLU(inplace: true),
    ];

    /// <summary>The convolutions of a block of a stage, which halves time and space or neither, and of its shortcut, null where the shape stays.</summary>
    internal abstract BlockConvolutions Block(int stage, int channelsIn, int channelsOut, bool halve);

    /// <summary>A 3x3x3 convolution, or one of another size in time.</summary>
    internal static Module<Tensor, Tensor> Convolution(int channelsIn, int channelsOut, (int Time, int Space) kernel, (int Time, int Space) stride) =>
        new Convolution(channelsIn, channelsOut, [kernel.Time, kernel.Space, kernel.Space], [stride.Time, stride.Space, stride.Space]);
}

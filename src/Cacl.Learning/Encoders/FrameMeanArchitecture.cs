using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>A 2D network that reads each frame of a clip, and the mean of what it finds: an encoder of videos that learned from single frames.</summary>
/// <remarks>Parameters have torchvision's names, so its ResNets and MoCo's checkpoints load by <see cref="VideoEncoder.FromWeights"/>.</remarks>
public sealed record FrameMeanArchitecture : EncoderArchitecture
{
    /// <summary>The network that reads frames. It normalises pixels by statistics of its own, unless <see cref="EncoderArchitecture.Normalization"/> names others.</summary>
    /// <value>Default: <see cref="FrameArchitecture.ResNet50"/>.</value>
    public FrameArchitecture Frames { get; init; } = FrameArchitecture.ResNet50;

    /// <summary>ResNet-18 on each frame: 11.2 million parameters, 512 features.</summary>
    public static FrameMeanArchitecture ResNet18 { get; } = new() { Frames = FrameArchitecture.ResNet18 };

    /// <summary>ResNet-50 on each frame: 23.5 million parameters, 2048 features.</summary>
    public static FrameMeanArchitecture ResNet50 { get; } = new();

    /// <summary>A network for two cores and frames of 32 x 32 pixels: 0.3 million parameters.</summary>
    public static FrameMeanArchitecture Small { get; } = new() { Frames = FrameArchitecture.Small };

    /// <inheritdoc/>
    [JsonIgnore]
    public override int FeatureLength => Frames.FeatureLength;

    internal override long FewestWeights => Frames.FewestWeights;

    /// <inheritdoc/>
    public override ClipNetwork Create() => new FrameMeanNetwork(this);

    /// <summary>Adds a line where an encoder does not read frames one by one, as a method that learns from single frames needs.</summary>
    internal static void CollectFaultsOfOthers(string option, EncoderArchitecture encoder, List<string> faults)
    {
        if (encoder is not FrameMeanArchitecture)
            faults.Add($"{option} is {encoder.GetType().Name}; it must be {nameof(FrameMeanArchitecture)}, for single frames are learned from.");
    }

    /// <inheritdoc/>
    protected internal override void CollectFaults(string option, List<string> faults)
    {
        base.CollectFaults(option, faults);
        Frames.CollectFaults($"{option}.{nameof(Frames)}", faults);
    }
}

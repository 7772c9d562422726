using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Options of OPN: an encoder of frames learns by telling in which order four frames of a clip are shown.</summary>
/// <remarks>
/// Source: Lee et al., "Unsupervised Representation Learning by Sorting Sequences", arXiv 1708.01246. The network is a ResNet-18 in place of
/// CaffeNet, and its training that of this library; the paper's splitting of channels is left out. <see cref="Small"/> is for two cores
/// and minutes.
/// </remarks>
public sealed record OpnOptions : PretextOptions
{
    /// <summary>Makes options with the default values.</summary>
    public OpnOptions()
    {
        Encoder = FrameMeanArchitecture.ResNet18;
        Clips = new ClipOptions { Interval = 4 };
    }

    /// <summary>Settings that learn in minutes on two cores, from videos of 29 frames or more.</summary>
    public static OpnOptions Small { get; } = ForTwoCores(new OpnOptions { Encoder = FrameMeanArchitecture.Small });

    internal override string StageName => "opn";

    internal override PretextTask Task => new FrameOrderTask();

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        FrameMeanArchitecture.CollectFaultsOfOthers(nameof(Encoder), Encoder, faults);
        if (Clips.Frames < FrameOrderTask.FewestFrames)
            faults.Add($"{nameof(Clips)}.{nameof(Clips.Frames)} is {Clips.Frames}; it must be at least {FrameOrderTask.FewestFrames}, which a question is drawn from.");
    }
}

namespace Cacl.Learning;

/// <summary>Options of OPN: an encoder of frames learns by telling in which order four frames of a clip are shown.</summary>
/// <remarks>
/// Source: Lee et al., "Unsupervised Representation Learning by Sorting Sequences", arXiv 1708.01246. The network is a ResNet-18 in place of
/// CaffeNet, and its training that of this library; the paper's splitting of channels is left out. <see cref="Small"/> is for two cores
/// and minutes.
/// </remarks>
public sealed record OpnOptions : PretextOptions
{
    /// <summary>This library's training of a ResNet-18, on 16 frames of a clip, interval 4.</summary>
    public OpnOptions() : base(showsClips: false)
    {
    }

    /// <summary>The paper's task with this library's network and training, which stand in the remarks.</summary>
    public static OpnOptions Paper { get; } = new();

    /// <summary>Settings that learn in minutes on two cores, from videos of 29 frames or more.</summary>
    public static OpnOptions Small { get; } = ForTwoCores(new OpnOptions { Encoder = FrameMeanArchitecture.Small });

    internal override string StageName => "opn";

    internal override PretextTask Task => new FrameOrderTask();
}

namespace Cacl.Learning;

/// <summary>Options of Shuffle and Learn: an encoder of frames learns by telling whether three frames of a clip are in order.</summary>
/// <remarks>
/// Source: Misra et al., "Shuffle and Learn: Unsupervised Learning using Temporal Order Verification", arXiv 1603.08561. A clip spans the 60
/// frames that the paper draws from; the network is a ResNet-18 in place of CaffeNet, and its training that of this library.
/// <see cref="Small"/> is for two cores and minutes.
/// </remarks>
public sealed record ShuffleAndLearnOptions : PretextOptions
{
    /// <summary>This library's training of a ResNet-18, on 16 frames of a clip, interval 4.</summary>
    public ShuffleAndLearnOptions() : base(showsClips: false)
    {
    }

    /// <summary>The paper's task with this library's network and training, which stand in the remarks.</summary>
    public static ShuffleAndLearnOptions Paper { get; } = new();

    /// <summary>Settings that learn in minutes on two cores, from videos of 29 frames or more.</summary>
    public static ShuffleAndLearnOptions Small { get; } = ForTwoCores(new ShuffleAndLearnOptions { Encoder = FrameMeanArchitecture.Small });

    internal override string StageName => "shuffle-and-learn";

    internal override PretextTask Task => new OrderVerificationTask();
}

using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Options of VCOP: the encoder learns by telling in which order three clips of a video are shown.</summary>
/// <remarks>
/// Defaults are those of the paper (Xu et al., "Self-Supervised Spatiotemporal Learning via Video Clip Order Prediction", CVPR 2019) and its
/// released code. <see cref="Small"/> is for two cores and minutes. The three clips are cut of one long clip, so ready clips must be as
/// long: 3 * frames + 2 * <see cref="Gap"/>.
/// </remarks>
public sealed record VcopOptions : PretextOptions
{
    /// <summary>
    /// The paper's settings: R3D (1,1,1,1) on 16 frames, interval 1, stretched to 171 x 128 and cropped to 112 x 112 pixels, not varied otherwise; 300 epochs,
    /// batches of 8, rate 1e-3 throughout, weight decay 5e-4.
    /// </summary>
    public VcopOptions() : base(showsClips: true)
    {
    }

    /// <summary>Frames left out between two of the clips, counted as a clip's frames are: every <see cref="ClipOptions.Interval"/>-th of the video.</summary>
    /// <value>Default: 8.</value>
    public int Gap { get; init; } = 8;

    /// <summary>The paper's settings.</summary>
    public static VcopOptions Paper { get; } = new();

    /// <summary>Settings that learn in minutes on two cores, from videos of 32 frames or more.</summary>
    public static VcopOptions Small { get; } = ForTwoCores(new VcopOptions { Encoder = R3dArchitecture.Small, Gap = 4 });

    internal override string StageName => "vcop";

    internal override ClipOrderTask Task => new(Clips.Frames, Gap);

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        if (Gap is < 0 or > 1000)
            faults.Add($"{nameof(Gap)} is {Gap}; it must be from 0 to 1000.");
        else
            CollectLengthFaults($"{nameof(Gap)} is {Gap}", faults);
    }
}

using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Options of playback rates: the encoder learns by telling how many times faster than recorded a clip is shown.</summary>
/// <remarks>
/// Defaults are those of the released code of PRP (Yao et al., "Video Playback Rate Perception for Self-supervised Spatio-Temporal
/// Representation Learning", arXiv 2006.11476), of which this is the perception of rates alone, without the reconstruction of frames;
/// the head is VCOP's.
/// <see cref="Small"/> is for two cores and minutes. The clip is cut of a long one, so ready clips must be as long:
/// (frames - 1) * the highest rate + 1.
/// </remarks>
public sealed record PlaybackRateOptions : PretextOptions
{
    /// <summary>
    /// The released code's settings: R3D (1,1,1,1) on 16 frames, interval 1, stretched to 171 x 128 and cropped to 112 x 112 pixels, not varied otherwise; 300 epochs,
    /// batches of 8, rate 1e-3 throughout, weight decay 5e-4.
    /// </summary>
    public PlaybackRateOptions() : base(showsClips: true)
    {
    }

    /// <summary>The rates to tell apart: every so many of the frames that <see cref="ClipOptions.Interval"/> leaves are shown.</summary>
    /// <value>Default: 1, 2, 4, 8.</value>
    public IReadOnlyList<int> Rates { get; init; } = [1, 2, 4, 8];

    /// <summary>The released code's settings.</summary>
    public static PlaybackRateOptions Paper { get; } = new();

    /// <summary>Settings that learn in minutes on two cores, from videos of 29 frames or more.</summary>
    public static PlaybackRateOptions Small { get; } = ForTwoCores(new PlaybackRateOptions { Encoder = R3dArchitecture.Small, Rates = [1, 2, 4] });

    internal override string StageName => "playback-rate";

    internal override PlaybackRateTask Task => new(Clips.Frames, Rates);

    /// <summary>Compares by value, list by list.</summary>
    public bool Equals(PlaybackRateOptions? other) => base.Equals(other) && Rates.SequenceEqual(other!.Rates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Rates.Count);

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        if (Rates.Count < 2 || Rates.Distinct().Count() < Rates.Count || Rates.Any(rate => rate is < 1 or > 64))
            faults.Add($"{nameof(Rates)} is [{string.Join(", ", Rates)}]; it must be two or more different numbers from 1 to 64.");
        else
            CollectLengthFaults($"{nameof(Rates)} is [{string.Join(", ", Rates)}]", faults);
    }
}

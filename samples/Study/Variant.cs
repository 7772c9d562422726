using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Study;

/// <summary>A setting that the study trains.</summary>
/// <param name="Name">What it is asked for by, and its row of the table.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Of">Its options, from those that all variants share. Seed, steps and files are the study's.</param>
internal sealed record Variant(string Name, string What, Func<CaclOptions, PretrainingOptions> Of)
{
    private const string Full = "full", Cacl = "cacl";

    /// <summary>Whether the others of its table are held against it.</summary>
    public bool IsReference => Name is Full or Cacl;

    /// <summary>The ablations of CACL, from nothing to everything.</summary>
    public static IReadOnlyList<Variant> Ablations { get; } =
    [
        new("untrained", "random weights, batch norm statistics of the videos", shared => Recommended(shared) with { Steps = 0 }),
        new("degree", "the shuffle degree alone", shared => shared with { ContrastWeight = 0 }),
        new("contrast-cnn", "contrast alone, without a transformer", shared => Cnn(shared) with { DegreeWeight = 0 }),
        new("contrast", "contrast alone, all four pairs", shared => Recommended(shared) with { DegreeWeight = 0 }),
        new("cnn", "contrast and degree, without a transformer", Cnn),
        new("literal", "everything, in the paper's form: shared negatives, linear heads, no ramp, no masking", Literal),
        new(Full, "everything, as recommended", Recommended),
        new("full-without-q-k", "without the pair (q, k)", shared => Without(shared, CaclPositives.QueryKey)),
        new("full-without-q-tq", "without the pair (q, tq)", shared => Without(shared, CaclPositives.QueryTransformerQuery)),
        new("full-without-q-tk", "without the pair (q, tk)", shared => Without(shared, CaclPositives.QueryTransformerKey)),
        new("full-without-tq-tk", "without the pair (tq, tk)", shared => Without(shared, CaclPositives.TransformerQueryTransformerKey)),
    ];

    /// <summary>CACL beside its siblings, the pretext tasks that it compares with, and mixtures of methods.</summary>
    public static IReadOnlyList<Variant> Methods { get; } =
    [
        new("untrained-cnn", "the 3D CNN with random weights, batch norm statistics of the videos", shared => Recommended(shared) with { Steps = 0 }),
        new("untrained-frames", "the frame network with random weights, averaged over time", shared => Method(shared, CycleContrastOptions.Small, CycleContrastOptions.Paper) with { Steps = 0 }),
        new(Cacl, "CACL, as recommended", Recommended),
        new("cvrl", "CVRL", shared => Method(shared, CvrlOptions.Small, CvrlOptions.Paper)),
        new("cyclecontrast", "CycleContrast, which learns images", shared => Method(shared, CycleContrastOptions.Small, CycleContrastOptions.Paper)),
        new("degree", "the shuffle degree alone", shared => shared with { ContrastWeight = 0 }),
        new("vcop", "the order of three clips", shared => Method(shared, VcopOptions.Small, VcopOptions.Paper)),
        new("playback-rate", "how fast a clip is played", shared => Method(shared, PlaybackRateOptions.Small, PlaybackRateOptions.Paper)),
        new("shuffle-and-learn", "whether three frames are in order", shared => Method(shared, ShuffleAndLearnOptions.Small, ShuffleAndLearnOptions.Paper)),
        new("opn", "the order of four frames", shared => Method(shared, OpnOptions.Small, OpnOptions.Paper)),
        new("cacl-cycle", "CACL with CycleContrast's cycle over its queue", shared => Recommended(shared) with { CycleWeight = 0.1 }),
        new("cacl-distant", "CACL with a distant clip of the video as key, as CVRL takes it", shared => Recommended(shared) with { ClipIntervals = ClipIntervalDistribution.Decreasing }),
        new("cacl-cycle-distant", "CACL with both", shared => Recommended(shared) with { CycleWeight = 0.1, ClipIntervals = ClipIntervalDistribution.Decreasing }),
    ];

    /// <summary>Every variant that can be named.</summary>
    public static IReadOnlyList<Variant> All => [.. Ablations.Concat(Methods).Concat(Candidates).DistinctBy(variant => variant.Name)];

    /// <summary>Forms that may be better than what is recommended. Choose among them with <c>--select</c>.</summary>
    /// <remarks>
    /// The losses of the pairs are averaged, so that with four pairs the CNN's own counts a quarter of what it counts in
    /// <c>cnn</c>: the forms of weight 4 give it back its size, and the detached ones tell what the CNN loses by that
    /// alone, for in them the transformer teaches it nothing.
    /// </remarks>
    public static IReadOnlyList<Variant> Candidates { get; } =
    [
        new("linear", "linear heads of contrast", shared => Recommended(shared) with { ContrastHeadLayers = 0 }),
        new("linear-cnn", "linear heads of contrast, without a transformer", shared => Cnn(shared) with { ContrastHeadLayers = 0 }),
        new("transformer-key", "the pairs with the transformer's key alone, (q, tk) and (tq, tk)", shared => Recommended(shared) with { Positives = CaclPositives.QueryTransformerKey | CaclPositives.TransformerQueryTransformerKey }),
        new("one-sided", "the pair (q, tq) contrasted from the CNN's side alone", shared => Recommended(shared) with { Negatives = CaclNegatives.PerArchitecture }),
        new("detached", "the CNN takes no gradient from the transformer", shared => Recommended(shared) with { CrossGradientScale = 0 }),
        new("weight-4", "contrast of weight 4", shared => Recommended(shared) with { ContrastWeight = 4 }),
        new("weight-4-detached", "contrast of weight 4, no gradient from the transformer", shared => Recommended(shared) with { ContrastWeight = 4, CrossGradientScale = 0 }),
        new("weight-4-cap-25", "contrast of weight 4, a quarter of the transformer's gradient", shared => Recommended(shared) with { ContrastWeight = 4, CrossGradientScale = .25 }),
        new("weight-4-cap-50", "contrast of weight 4, half of the transformer's gradient", shared => Recommended(shared) with { ContrastWeight = 4, CrossGradientScale = .5 }),
        new("cnn-weight-quarter", "contrast of weight 1/4 and degree, without a transformer", shared => Cnn(shared) with { ContrastWeight = .25 }),
        new("cap-25", "a quarter of the transformer's gradient", shared => Recommended(shared) with { CrossGradientScale = .25 }),
        new("late", "the transformer's gradient from the middle of the run on", shared => Recommended(shared) with { CrossGradientStart = .5, CrossGradientRamp = .3 }),
        new("frames-400", "a frame network of 400 steps", shared => Recommended(shared) with { FrameTraining = shared.FrameTraining with { Steps = 400 } }),
        new("16-frames", "clips of 16 frames", shared => Recommended(shared) with { Clips = shared.Clips with { Frames = 16 } }),
        new("16-frames-cnn", "clips of 16 frames, without a transformer", shared => Cnn(shared) with { Clips = shared.Clips with { Frames = 16 } }),
    ];

    /// <summary>Finds variants by their names.</summary>
    /// <exception cref="UsageException">There is none of a name.</exception>
    public static IReadOnlyList<Variant> Named(IEnumerable<string> names) =>
    [
        .. names.Select(name => All.FirstOrDefault(variant => variant.Name == name)
            ?? throw new UsageException($"There is no variant '{name}'. There are: {string.Join(", ", All.Select(variant => variant.Name))}.")),
    ];

    // The preset of another method that stands beside CACL's. It is shown as many videos, in batches of its own size, and embeds by as many clips.
    private static T Method<T>(CaclOptions shared, T small, T paper) where T : PretrainingOptions
    {
        T own = shared.Encoder == CaclOptions.Small.Encoder ? small : paper;
        int? steps = shared.Steps is { } count ? Math.Max(1, count * shared.BatchSize / own.BatchSize) : null;
        return own with { Steps = steps, Epochs = shared.Epochs, EmbedClips = shared.EmbedClips, Device = shared.Device, Precision = shared.Precision };
    }

    private static CaclOptions Recommended(CaclOptions shared) => shared with
    {
        Negatives = CaclOptions.Small.Negatives,
        ContrastHeadLayers = CaclOptions.Small.ContrastHeadLayers,
        CrossGradientStart = CaclOptions.Small.CrossGradientStart,
        CrossGradientRamp = CaclOptions.Small.CrossGradientRamp,
        CrossGradientScale = CaclOptions.Small.CrossGradientScale,
        MaskOwnVideo = CaclOptions.Small.MaskOwnVideo,
    };

    private static CaclOptions Literal(CaclOptions shared) => shared with
    {
        Negatives = CaclOptions.Paper.Negatives,
        ContrastHeadLayers = CaclOptions.Paper.ContrastHeadLayers,
        CrossGradientStart = CaclOptions.Paper.CrossGradientStart,
        CrossGradientRamp = CaclOptions.Paper.CrossGradientRamp,
        CrossGradientScale = CaclOptions.Paper.CrossGradientScale,
        MaskOwnVideo = CaclOptions.Paper.MaskOwnVideo,
    };

    private static CaclOptions Cnn(CaclOptions shared) => Recommended(shared) with { Positives = CaclPositives.QueryKey };

    private static CaclOptions Without(CaclOptions shared, CaclPositives pair) => Recommended(shared) with { Positives = CaclPositives.All & ~pair };
}

using Cacl.Learning;

namespace Cacl.Study;

/// <summary>A setting that the study trains.</summary>
/// <param name="Name">What it is asked for by, and its row of the table.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Of">Its options, from those that all variants share. Seed, steps and files are the study's.</param>
internal sealed record Variant(string Name, string What, Func<CaclOptions, CaclOptions> Of)
{
    /// <summary>The variant that others are held against.</summary>
    public const string Full = "full";

    /// <summary>What the table is made of where no variants are named: the ablations, from nothing to everything.</summary>
    public static IReadOnlyList<Variant> Table { get; } =
    [
        new("untrained", "random weights, batch norm statistics of the videos", shared => Recommended(shared) with { Steps = 0 }),
        new("degree", "the shuffle degree alone", shared => shared with { ContrastWeight = 0 }),
        new("contrast-cnn", "contrast alone, without a transformer", shared => Cnn(shared) with { DegreeWeight = 0 }),
        new("contrast", "contrast alone, all four pairs", shared => Recommended(shared) with { DegreeWeight = 0 }),
        new("cnn", "contrast and degree, without a transformer", Cnn),
        new("literal", "everything, in the paper's form: shared negatives, no ramp, no masking", Literal),
        new(Full, "everything, as recommended", Recommended),
        new("full-without-q-k", "without the pair (q, k)", shared => Without(shared, CaclPositives.QueryKey)),
        new("full-without-q-tq", "without the pair (q, tq)", shared => Without(shared, CaclPositives.QueryTransformerQuery)),
        new("full-without-q-tk", "without the pair (q, tk)", shared => Without(shared, CaclPositives.QueryTransformerKey)),
        new("full-without-tq-tk", "without the pair (tq, tk)", shared => Without(shared, CaclPositives.TransformerQueryTransformerKey)),
    ];

    /// <summary>Forms that may be better than what is recommended. Choose among them with <c>--select</c>.</summary>
    /// <remarks>
    /// The losses of the pairs are averaged, so that with four pairs the CNN's own counts a quarter of what it counts in
    /// <c>cnn</c>: the forms of weight 4 give it back its size, and the detached ones tell what the CNN loses by that
    /// alone, for in them the transformer teaches it nothing.
    /// </remarks>
    public static IReadOnlyList<Variant> Candidates { get; } =
    [
        new("detached", "the CNN takes no gradient from the transformer", shared => Recommended(shared) with { CrossGradientScale = 0 }),
        new("weight-4", "contrast of weight 4", shared => Recommended(shared) with { ContrastWeight = 4 }),
        new("weight-4-detached", "contrast of weight 4, no gradient from the transformer", shared => Recommended(shared) with { ContrastWeight = 4, CrossGradientScale = 0 }),
        new("weight-4-cap-25", "contrast of weight 4, a quarter of the transformer's gradient", shared => Recommended(shared) with { ContrastWeight = 4, CrossGradientScale = .25 }),
        new("weight-4-cap-50", "contrast of weight 4, half of the transformer's gradient", shared => Recommended(shared) with { ContrastWeight = 4, CrossGradientScale = .5 }),
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
        .. names.Select(name => Table.Concat(Candidates).FirstOrDefault(variant => variant.Name == name)
            ?? throw new UsageException($"There is no variant '{name}'. There are: {string.Join(", ", Table.Concat(Candidates).Select(variant => variant.Name))}.")),
    ];

    private static CaclOptions Recommended(CaclOptions shared) => shared with
    {
        Negatives = CaclOptions.Small.Negatives,
        CrossGradientStart = CaclOptions.Small.CrossGradientStart,
        CrossGradientRamp = CaclOptions.Small.CrossGradientRamp,
        CrossGradientScale = CaclOptions.Small.CrossGradientScale,
        MaskOwnVideo = CaclOptions.Small.MaskOwnVideo,
    };

    private static CaclOptions Literal(CaclOptions shared) => shared with
    {
        Negatives = CaclOptions.Paper.Negatives,
        CrossGradientStart = CaclOptions.Paper.CrossGradientStart,
        CrossGradientRamp = CaclOptions.Paper.CrossGradientRamp,
        CrossGradientScale = CaclOptions.Paper.CrossGradientScale,
        MaskOwnVideo = CaclOptions.Paper.MaskOwnVideo,
    };

    private static CaclOptions Cnn(CaclOptions shared) => Recommended(shared) with { Positives = CaclPositives.QueryKey };

    private static CaclOptions Without(CaclOptions shared, CaclPositives pair) => Recommended(shared) with { Positives = CaclPositives.All & ~pair };
}

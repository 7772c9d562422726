using Cacl.Benchmarks.Train;
using Cacl.Learning;

namespace Cacl.Benchmarks.Gpu;

/// <summary>Settings whose step is measured.</summary>
/// <param name="Name">What the command line calls them.</param>
/// <param name="Network">What the table calls their network.</param>
/// <param name="Compared">Those that are run on the CPU too.</param>
/// <param name="ComparedSteps">For so many steps.</param>
/// <param name="Beginnings">From so many first weights and clips.</param>
/// <param name="Measured">Those beside PyTorch.</param>
/// <param name="WarmUp">Steps that do not count: compilation, choice of algorithms.</param>
/// <param name="Steps">Steps that do.</param>
internal sealed record Setting(string Name, string Network, CaclOptions Compared, int ComparedSteps, int Beginnings, CaclOptions Measured, int WarmUp, int Steps)
{
    /// <summary>The precisions that the device has.</summary>
    public static IReadOnlyList<ComputePrecision> PrecisionsOf(BenchmarkOptions options) =>
        options.IsGpu ? Enum.GetValues<ComputePrecision>() : [ComputePrecision.Float32, ComputePrecision.BFloat16];

    /// <summary>The settings of a name.</summary>
    public static Setting Named(string name, BenchmarkOptions options)
    {
        CaclOptions small = CaclOptions.Small;
        CaclOptions paper = CaclOptions.Paper with { Transformer = CaclOptions.Paper.Transformer with { Frames = new FrameArchitecture() } };
        // Without a GPU the same command with networks and batches that two cores hold.
        if (!options.IsGpu)
        {
            small = small with { BatchSize = 4 };
            paper = small with { Encoder = R3dArchitecture.R18 with { Channels = [8, 8, 16, 16] }, BatchSize = 2 };
        }
        Setting setting = name == "small"
            ? new(name, "Small", Still(small, 8), 8, 4, small, 10, 60)
            : new(name, options.IsGpu ? "R3D-18" : "R3D-18 reduced", Still(paper, options.IsGpu ? 4 : 8), 2, 4, options.IsGpu ? paper with { BatchSize = options.BatchSize } : paper, 5, 20);
        return options.Quick || !options.IsGpu ? setting with { WarmUp = 2, Steps = 4, ComparedSteps = Math.Min(4, setting.ComparedSteps), Beginnings = 2 } : setting;
    }

    /// <summary>What the table calls a setting.</summary>
    public string TitleOf(CaclOptions options) => $"{Network}, {options.BatchSize} x {options.Clips.Frames}x{options.Clips.CropSize}x{options.Clips.CropSize}";

    // Without what bears on no precision and the peer does not have: varied views, dropout, whose numbers each device draws anew, and warm-up. Batch norm of fewer values
    // than those of so many videos would let any rounding turn the gradient.
    private static CaclOptions Still(CaclOptions options, int videos) => options with { Augmentation = RandomClips.Plain, DegreeHeadDropout = 0, WarmupSteps = 0, BatchSize = videos };
}

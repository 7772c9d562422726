using Cacl.Learning;

namespace Cacl.Benchmarks.Gpu;

/// <summary>Settings whose step is measured.</summary>
/// <param name="Name">What the command line calls them.</param>
/// <param name="Title">What the table calls them.</param>
/// <param name="Compared">Those that are run on the CPU too.</param>
/// <param name="ComparedSteps">For so many steps.</param>
/// <param name="Measured">Those beside PyTorch.</param>
/// <param name="WarmUp">Steps that do not count: compilation, choice of algorithms.</param>
/// <param name="Steps">Steps that do.</param>
internal sealed record Setting(string Name, string Title, CaclOptions Compared, int ComparedSteps, CaclOptions Measured, int WarmUp, int Steps)
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
        // Dropout draws other numbers on each device.
        Setting setting = name == "small"
            ? new(name, $"Small, {small.BatchSize} x 8x32x32", Still(small), 8, small, 10, 60)
            : new(name, options.IsGpu ? $"R3D-18, {options.BatchSize} x 16x112x112" : "R3D-18 reduced, 2 x 8x32x32", Still(paper) with { BatchSize = 2 }, 2, options.IsGpu ? paper with { BatchSize = options.BatchSize } : paper, 5, 20);
        return options.Quick || !options.IsGpu ? setting with { WarmUp = 2, Steps = 4, ComparedSteps = Math.Min(4, setting.ComparedSteps) } : setting;
    }

    private static CaclOptions Still(CaclOptions options) => options with { DegreeHeadDropout = 0 };
}

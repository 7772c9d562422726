using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Scale;

/// <summary>What a rank learns in its turn.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Clips">Of the batches.</param>
/// <param name="Batch">Clips of a step, of all ranks together.</param>
/// <param name="WarmUp">Steps before those that are timed: .NET compiles for the first seconds of a run.</param>
/// <param name="Steps">Of a turn that are timed.</param>
internal abstract record Workload(string Name, ClipOptions Clips, int Batch, int WarmUp, int Steps)
{
    protected static readonly AugmentationOptions Plain = new() { JitterProbability = 0, GrayscaleProbability = 0, FlipProbability = 0 };

    private static readonly Workload[] All =
    [
        new ClassifierWorkload("small", R3dArchitecture.Small, Cut(8, 32), 32, 40, 30),
        new ClassifierWorkload("r3d18", R3dArchitecture.R18, Cut(8, 56), 8, 4, 6),
        new CaclWorkload("cacl", 40, 20),
    ];

    public static IReadOnlyList<string> Names => [.. All.Select(workload => workload.Name)];

    public static Workload Named(string name) => All.Single(workload => workload.Name == name);

    /// <summary>How many clips there are to learn from.</summary>
    public int Count => 2 * Batch;

    /// <summary>How the rank learns.</summary>
    /// <param name="job">The processes that learn together.</param>
    /// <param name="isVaried">Whether clips are varied as the method does; else bytes only become floats, as the peer's do.</param>
    public abstract TrainingOptions Options(Communicator job, bool isVaried);

    /// <summary>Makes the networks and what they learn.</summary>
    public abstract Objective Make(TrainingOptions options);

    protected static ClipOptions Cut(int frames, int edge) => new() { Frames = frames, Interval = 1, ShortSide = edge, CropSize = edge };
}

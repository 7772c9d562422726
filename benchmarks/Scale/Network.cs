using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Scale;

/// <summary>A network and the batches that it learns from, for both sides.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Encoder">The network under a linear classifier.</param>
/// <param name="Frames">Of a clip.</param>
/// <param name="Edge">Of a frame.</param>
/// <param name="Batch">Clips of a step, of all ranks together.</param>
/// <param name="Steps">Of a turn that are timed.</param>
internal sealed record Network(string Name, R3dArchitecture Encoder, int Frames, int Edge, int Batch, int Steps)
{
    /// <summary>Of the classifier.</summary>
    public const int Classes = 10;

    /// <summary>Steps before those that are timed.</summary>
    public const int WarmUp = 3;

    private static readonly Network[] All =
    [
        new("small", R3dArchitecture.Small, 8, 32, 32, 30),
        new("r3d18", R3dArchitecture.R18, 8, 56, 8, 6),
    ];

    public static IReadOnlyList<string> Names => [.. All.Select(network => network.Name)];

    public ClipOptions Clips => new() { Frames = Frames, Interval = 1, ShortSide = Edge, CropSize = Edge };

    public static Network Named(string name) => All.Single(network => network.Name == name);
}

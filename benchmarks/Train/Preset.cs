using Cacl.Learning;

namespace Cacl.Benchmarks.Train;

/// <summary>Settings whose step is measured.</summary>
/// <param name="Title">What the table calls them.</param>
/// <param name="Options">The settings.</param>
/// <param name="Input">How the real videos come.</param>
/// <param name="WarmUp">Rounds that do not count.</param>
/// <param name="Rounds">Rounds that do, at least and at most; none begins after so many seconds but the least.</param>
internal sealed record Preset(string Title, CaclOptions Options, string Input, int WarmUp, (int Least, int Most, double Seconds) Rounds)
{
    /// <summary>The paper's settings, but for a batch and a frame network that fit any machine.</summary>
    /// <remarks>Decoded videos have to share so little memory that nearly each clip's video is decoded anew, as it is with a large set.</remarks>
    public static Preset R3d18(bool quick) => new(
        "R3D-18, 2 x 16x112x112", CaclOptions.Paper with { BatchSize = 2, CacheMegabytes = 16, Transformer = CaclOptions.Paper.Transformer with { Frames = new FrameArchitecture() } }, "decoded anew", 1, quick ? (1, 1, 0) : (2, 5, 90));

    /// <summary>The preset for two cores, whose videos stay decoded in memory.</summary>
    public static Preset Small(bool quick) => new("Small, 16 x 8x32x32", CaclOptions.Small, "kept in memory", 4, quick ? (5, 10, 10) : (10, 60, 45));
}

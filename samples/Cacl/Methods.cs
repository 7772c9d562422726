using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>The methods of training by name.</summary>
internal static class Methods
{
    internal const string Small = "small", Paper = "paper";

    private static readonly (string Name, PretrainingOptions Small, PretrainingOptions Paper)[] All =
    [
        ("cacl", CaclOptions.Small, CaclOptions.Paper),
        ("cvrl", CvrlOptions.Small, CvrlOptions.Paper),
        ("cyclecontrast", CycleContrastOptions.Small, CycleContrastOptions.Paper),
        ("vcop", VcopOptions.Small, VcopOptions.Paper),
        ("playback-rate", PlaybackRateOptions.Small, PlaybackRateOptions.Paper),
        ("shuffle-and-learn", ShuffleAndLearnOptions.Small, ShuffleAndLearnOptions.Paper),
        ("opn", OpnOptions.Small, OpnOptions.Paper),
    ];

    internal static IReadOnlyList<string> Names { get; } = [.. All.Select(method => method.Name)];

    /// <summary>A method's settings; their type is the choice of the method.</summary>
    internal static PretrainingOptions Of(string name, string preset)
    {
        (_, PretrainingOptions small, PretrainingOptions paper) = All.Single(method => method.Name == name);
        return preset == Small ? small : paper;
    }
}

using Cacl.Clips;

namespace Cacl.Learning.Tests;

/// <summary>Options of every method, and of CACL's mixtures, that learn something in a second.</summary>
internal static class QuickMethods
{
    public static IReadOnlyDictionary<string, PretrainingOptions> All { get; } = new Dictionary<string, PretrainingOptions>
    {
        ["cacl"] = MovingClips.Options,
        ["cacl-cycle-distant"] = MovingClips.Options with { CycleWeight = 0.1, ClipIntervals = ClipIntervalDistribution.Decreasing },
        ["cvrl"] = CvrlObjectiveTests.Options,
        ["cycle-contrast"] = CycleContrastTests.Options with { ClipIntervals = ClipIntervalDistribution.Decreasing },
        ["vcop"] = PretextTests.Vcop with { HeadDropout = 0.5 },
        ["playback-rate"] = PretextTests.PlaybackRate,
        ["shuffle-and-learn"] = PretextTests.ShuffleAndLearn,
        ["opn"] = PretextTests.Opn,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Trains on twelve ready clips, which are one of each video.</summary>
    public static TrainingResult TrainOnClips(PretrainingOptions options) =>
        new VideoTrainer(options with { ClipIntervals = null }).Train(MovingClips.Make(12, options.ClipsRead.Frames), MovingClips.Size);
}

using Cacl.Clips;
using Cacl.Clips.Tests;

namespace Cacl.Learning.Tests;

/// <summary>The methods other than CACL, and CACL's mixtures with them, on a few real videos by tiny networks, which learn those videos by heart.</summary>
public class RealVideoTests
{
    // A queue of two batches, so that few steps meet the keys of random numbers that it begins with. Without the degree, whose loss could fall alone.
    private static readonly CaclOptions Contrast = MovingClips.Options with { QueueSize = 24, DegreeWeight = 0, CycleCandidateShare = 0.5 };

    private static readonly Dictionary<string, PretrainingOptions> Methods = new()
    {
        ["cacl-cycle"] = Contrast with { CycleWeight = 0.5 },
        ["cacl-distant"] = Contrast with { ClipIntervals = ClipIntervalDistribution.Decreasing },
        ["cacl-cycle-distant"] = Contrast with { CycleWeight = 0.5, ClipIntervals = ClipIntervalDistribution.Decreasing },
        ["cvrl"] = CvrlObjectiveTests.Options with { ClipIntervals = ClipIntervalDistribution.Decreasing },
        ["cycle-contrast"] = CycleContrastTests.Options with { ClipIntervals = ClipIntervalDistribution.Decreasing, BatchSize = 12, CycleWeight = 0.5 },
        // Over most of a video, so that few places are left to learn.
        ["vcop"] = PretextTests.Vcop with { Clips = PretextTests.Vcop.Clips with { Interval = 5 } },
        ["playback-rate"] = PretextTests.PlaybackRate,
        ["shuffle-and-learn"] = PretextTests.ShuffleAndLearn,
        ["opn"] = PretextTests.Opn with { Clips = PretextTests.Opn.Clips with { Frames = 4, Interval = 16 } },
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_few_steps_lower_the_loss(string method)
    {
        string folder = SharedVideos.Find("arid", "train");
        string[] paths = [.. new[] { "Jump", "Walk" }.SelectMany(action => Directory.GetFiles(Path.Join(folder, action)).Order(StringComparer.Ordinal).Take(2))];
        PretrainingOptions options = Methods[method] with { BackgroundSubtraction = method != "cycle-contrast", Steps = 100, LearningRate = 5e-3, BatchSize = 12 };

        using TrainingResult result = new VideoTrainer(options).Train(paths);

        TrainingProgress[] steps = [.. result.History.Where(step => step.Stage == options.Stages[^1])];
        AssertFalls("loss", steps, step => step.Loss);
        if (method.StartsWith("cacl-cycle", StringComparison.Ordinal))
            AssertFalls("cycle's loss", steps, step => step.Metrics["cycleLoss"]);
        Assert.Equal(4, result.Encoder.Settings.TrainingVideos);
    }

    private static void AssertFalls(string name, TrainingProgress[] steps, Func<TrainingProgress, double> loss)
    {
        double begin = steps.Take(10).Average(loss), end = steps.TakeLast(10).Average(loss);
        Assert.True(end < 0.9 * begin, $"The {name} went from {begin} to {end}.");
    }
}

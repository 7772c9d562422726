using Cacl.Clips;
using Cacl.Clips.Tests;

namespace Cacl.Learning.Tests;

/// <summary>The methods other than CACL on a few real videos by tiny networks, which learn those videos by heart.</summary>
public class RealVideoTests
{
    private static readonly Dictionary<string, PretrainingOptions> Methods = new()
    {
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

        double begin = result.History.Take(10).Average(step => step.Loss), end = result.History.TakeLast(10).Average(step => step.Loss);
        Assert.True(end < 0.9 * begin, $"The loss went from {begin} to {end}.");
        Assert.Equal(4, result.Encoder.Settings.TrainingVideos);
    }
}

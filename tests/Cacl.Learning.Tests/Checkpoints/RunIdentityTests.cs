using System.Reflection;
using System.Text.Json.Serialization;
using Cacl.Clips;

namespace Cacl.Learning.Tests;

public class RunIdentityTests
{
    private static readonly CaclOptions Options = MovingClips.Options;

    [Fact]
    public void Every_option_is_part_of_it_but_those_that_bear_on_no_number()
    {
        string[] without = ["BatchesAhead", "CacheFolder", "CacheFolderMegabytes", "CacheMegabytes", "CheckpointEvery", "CheckpointFolder", "IndexFile", "OverlapExchange"];
        string[] all =
        [
            .. typeof(CaclOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition is not JsonIgnoreCondition.Always).Select(property => property.Name),
        ];

        // The precision is named where it is not the default.
        string[] taken = [.. Of(Options with { Precision = ComputePrecision.BFloat16 }).Options.Keys.Select(name => name.Split('.')[0]).Distinct()];

        Assert.Equal(all.Except(taken).Order(StringComparer.Ordinal), without);
        Assert.Empty(taken.Except(all));
    }

    [Fact]
    public void Options_that_lie_in_options_tell_runs_apart()
    {
        (string Name, CaclOptions Other)[] others =
        [
            ("Encoder.Network", Options with { Encoder = new Mc3Architecture { StemKernelSize = 3, Channels = [8, 16], Blocks = [1, 1] } }),
            ("Encoder.Channels", Options with { Encoder = new R3dArchitecture { StemKernelSize = 3, Channels = [8, 24], Blocks = [1, 1] } }),
            ("Augmentation.BlurSigma.Most", Options with { Augmentation = Options.Augmentation with { BlurSigma = Options.Augmentation.BlurSigma with { Most = 3 } } }),
            ("SecondAugmentation.Hue", Options with { SecondAugmentation = new AugmentationOptions() }),
            ("Clips.Segment.Start", Options with { Clips = Options.Clips with { Segment = VideoSegment.SecondHalf } }),
            ("Clips.FixedSize.Width", Options with { Clips = Options.Clips with { FixedSize = new FrameSize(171, 128) } }),
            ("ClipIntervals", Options with { ClipIntervals = ClipIntervalDistribution.Uniform }),
            ("Transformer.Frames.Channels", Options with { Transformer = Options.Transformer with { Frames = new FrameArchitecture { Channels = [4, 16], Blocks = [1, 1] } } }),
            ("FrameTraining.Momentum", Options with { FrameTraining = Options.FrameTraining with { Momentum = 0.5 } }),
            ("Precision", Options with { Precision = ComputePrecision.BFloat16 }),
            ("Milestones", Options with { Milestones = [0.25] }),
            ("TwinMomentum", Options with { TwinMomentum = 0.95000000000000007 }),
        ];

        foreach ((string name, CaclOptions other) in others)
        {
            IReadOnlyList<string> differences = Of(Options).DifferencesFrom(Of(other).Options, [.. Of(other).Videos.Select(video => video.Hash)]);
            Assert.Contains(differences, difference => difference.StartsWith($"{name} is ", StringComparison.Ordinal));
        }

        Assert.Empty(Of(Options).DifferencesFrom(Of(Options).Options, [.. Of(Options).Videos.Select(video => video.Hash)]));
    }

    [Fact]
    public void Option_that_is_left_out_for_its_default_is_told_by_its_default()
    {
        RunIdentity without = Of(Options), with = Of(Options with { Precision = ComputePrecision.BFloat16 });
        long[] videos = [.. with.Videos.Select(video => video.Hash)];

        Assert.Equal(["Precision is BFloat16, and was Float32."], with.DifferencesFrom(without.Options, videos));
        Assert.Equal(["Precision is Float32, and was BFloat16."], without.DifferencesFrom(with.Options, videos));
    }

    [Fact]
    public void Default_of_every_option_that_may_be_left_out_is_known()
    {
        var leftOut = new Dictionary<string, string>();
        foreach (Type type in typeof(TrainingOptions).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(TrainingOptions)) && !type.IsAbstract))
        {
            foreach (PropertyInfo property in type.GetProperties().Where(property =>
                property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition is JsonIgnoreCondition.WhenWritingDefault or JsonIgnoreCondition.WhenWritingNull))
            {
                leftOut[property.Name] = property.GetValue(Activator.CreateInstance(type))?.ToString() ?? "null";
            }
        }

        Assert.NotEmpty(leftOut);
        Assert.All(leftOut, option => Assert.Equal(option.Value, RunIdentity.DefaultOf(option.Key)));
    }

    private static RunIdentity Of(CaclOptions options)
    {
        using var source = new ColumnClipSource(MovingClips.Make(3), MovingClips.Size, MovingClips.Options.Clips);
        return RunIdentity.Of(options, source);
    }
}

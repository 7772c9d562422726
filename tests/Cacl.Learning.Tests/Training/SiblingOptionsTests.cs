using Cacl.Clips;

namespace Cacl.Learning.Tests;

/// <summary>Options of CycleContrast and of the pretext tasks.</summary>
public class SiblingOptionsTests
{
    [Fact]
    public void Every_preset_is_valid()
    {
        PretrainingOptions[] presets =
        [
            CycleContrastOptions.Paper, CycleContrastOptions.Small, VcopOptions.Paper, VcopOptions.Small, PlaybackRateOptions.Paper, PlaybackRateOptions.Small,
            ShuffleAndLearnOptions.Paper, ShuffleAndLearnOptions.Small, OpnOptions.Paper, OpnOptions.Small,
        ];
        foreach (PretrainingOptions preset in presets)
            preset.Validate();
    }

    [Fact]
    public void CycleContrasts_paper_preset_pins_the_papers_numbers()
    {
        CycleContrastOptions paper = CycleContrastOptions.Paper;

        Assert.Equal((FrameMeanArchitecture.ResNet50, 2048, 128), (paper.Encoder, paper.Encoder.FeatureLength, paper.EmbeddingLength));
        Assert.Equal((65_536, 81_920, 0.2, 0.1), (paper.QueueSize, paper.CycleQueueSize, paper.CandidateShare, paper.CycleWeight));
        Assert.Equal((0.07, 0.07, 0.999, false), (paper.Temperature, paper.CycleTemperature, paper.TwinMomentum, paper.MaskOwnVideo));
        Assert.Equal((200, 512, 0.06, 1e-4), (paper.Epochs, paper.BatchSize, paper.LearningRate, paper.WeightDecay));
        Assert.Equal((OptimizerKind.Sgd, ScheduleKind.Cosine, ClipIntervalDistribution.Decreasing), (paper.Optimizer, paper.Schedule, paper.ClipIntervals));
        AugmentationOptions list = paper.Augmentation;
        Assert.Equal((new ValueRange(0.2, 1), 0.8, 0.4, 0.4, 0.4, 0.1), (list.CropArea!.Value, list.JitterProbability, list.Brightness, list.Contrast, list.Saturation, list.Hue));
        Assert.Equal((0.2, 0.5, 0.5, new ValueRange(0.1, 2)), (list.GrayscaleProbability, list.FlipProbability, list.BlurProbability, list.BlurSigma));
    }

    [Fact]
    public void Vcops_paper_preset_pins_the_papers_numbers()
    {
        VcopOptions paper = VcopOptions.Paper;

        Assert.Equal((16, 1, 8, 112), (paper.Clips.Frames, paper.Clips.Interval, paper.Gap, paper.Clips.CropSize));
        Assert.Equal((300, 8, 1e-3, 5e-4), (paper.Epochs, paper.BatchSize, paper.LearningRate, paper.WeightDecay));
        Assert.Equal((512, 0.5, ScheduleKind.Constant), (paper.HeadWidth, paper.HeadDropout, paper.Schedule));
        Assert.Equal(64, paper.ClipsRead.Frames);
        Assert.Equal(121, PlaybackRateOptions.Paper.ClipsRead.Frames);
    }

    [Fact]
    public void Every_fault_of_CycleContrast_is_in_one_message()
    {
        CycleContrastOptions options = CycleContrastOptions.Small with
        {
            Encoder = R3dArchitecture.Small, CycleWeight = -1, EmbeddingLength = 1, Temperature = 0, CycleTemperature = double.NaN, QueueSize = 0,
            CycleQueueSize = 1, CandidateShare = 1, TwinMomentum = 1,
        };

        Assert.Equal(
            "CycleContrastOptions: Encoder is R3dArchitecture; it must be FrameMeanArchitecture, for single frames are learned from. "
            + "CycleWeight is -1; it must be from 0 to 1000. EmbeddingLength is 1; it must be from 2 to 65536. "
            + "Temperature is 0; it must be above 0 and at most 100. CycleTemperature is NaN; it must be above 0 and at most 100. "
            + "QueueSize is 0; it must be from 1 to 10000000. CycleQueueSize is 1; it must be from 2 to 10000000. "
            + "CandidateShare is 1; it must be above 0 and below 1. TwinMomentum is 1; it must be from 0 to below 1.",
            MessageOf(options));
    }

    [Fact]
    public void Every_fault_of_a_pretext_task_is_in_one_message()
    {
        Assert.Equal(
            "VcopOptions: HeadWidth is 0; it must be from 1 to 65536. HeadDropout is 1; it must be from 0 to below 1. Gap is -1; it must be from 0 to 1000.",
            MessageOf(VcopOptions.Small with { HeadWidth = 0, HeadDropout = 1, Gap = -1 }));
        foreach (int[] rates in new int[][] { [], [2], [1, 2, 1], [0, 1], [1, 65] })
        {
            Assert.Equal(
                $"PlaybackRateOptions: Rates is [{string.Join(", ", rates)}]; it must be two or more different numbers from 1 to 64.",
                MessageOf(PlaybackRateOptions.Small with { Rates = rates }));
        }

        ClipOptions short3 = OpnOptions.Small.Clips with { Frames = 3 };
        Assert.Equal(
            "OpnOptions: Encoder is R3dArchitecture; it must be FrameMeanArchitecture, for single frames are learned from. "
            + "Clips.Frames is 3; it must be at least 4, which a question is drawn from.",
            MessageOf(OpnOptions.Small with { Encoder = R3dArchitecture.Small, Clips = short3 }));
        Assert.Equal(
            "ShuffleAndLearnOptions: Encoder is R3dArchitecture; it must be FrameMeanArchitecture, for single frames are learned from. "
            + "Clips.Frames is 3; it must be at least 5, which a question is drawn from.",
            MessageOf(ShuffleAndLearnOptions.Small with { Encoder = R3dArchitecture.Small, Clips = short3 }));
    }

    [Fact]
    public void Questions_that_need_too_long_a_clip_are_refused_by_their_options()
    {
        PlaybackRateOptions rates = PlaybackRateOptions.Small with { Clips = PlaybackRateOptions.Small.Clips with { Frames = 32 }, Rates = [1, 64] };
        VcopOptions gap = VcopOptions.Small with { Gap = 501 };

        Assert.Equal("PlaybackRateOptions: Rates is [1, 64] and Clips.Frames is 32, which takes clips of 1985 frames; they must come to 1024 at most.", MessageOf(rates));
        Assert.Equal("VcopOptions: Gap is 501 and Clips.Frames is 8, which takes clips of 1026 frames; they must come to 1024 at most.", MessageOf(gap));
        (rates with { Rates = [1, 33] }).Validate();
        (gap with { Gap = 500 }).Validate();
    }

    [Fact]
    public void Options_of_a_second_view_are_refused_where_there_is_one()
    {
        TrainingOptions[] all = [OpnOptions.Small, VcopOptions.Small, FineTuneOptions.Small, CaclOptions.Small with { ContrastWeight = 0 }];
        foreach (TrainingOptions options in all)
        {
            options.Validate();
            TrainingOptions second = options with { ClipIntervals = ClipIntervalDistribution.Uniform, SecondAugmentation = new AugmentationOptions() };
            Assert.Equal(
                $"{options.GetType().Name}: ClipIntervals is Uniform; it must be null where one view of each clip is learned from. "
                + "SecondAugmentation is given; it must be null where one view of each clip is learned from.",
                Assert.Throws<ArgumentException>(second.Validate).Message);
        }
    }

    [Fact]
    public void Rates_are_compared_one_by_one() =>
        Assert.True(PlaybackRateOptions.Small == PlaybackRateOptions.Small with { Rates = [1, 2, 4] }
            && PlaybackRateOptions.Small != PlaybackRateOptions.Small with { Rates = [1, 2, 8] });

    private static string MessageOf(PretrainingOptions options) => Assert.Throws<ArgumentException>(options.Validate).Message;
}

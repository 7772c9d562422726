using Cacl.Clips;

namespace Cacl.Learning.Tests;

public class CvrlOptionsTests
{
    [Fact]
    public void Paper_preset_pins_the_papers_numbers()
    {
        CvrlOptions paper = CvrlOptions.Paper;

        paper.Validate();
        Assert.Equal((16, 2, 256, 224, ShortVideoPolicy.Tile), (paper.Clips.Frames, paper.Clips.Interval, paper.Clips.ShortSide, paper.Clips.CropSize, paper.Clips.ShortVideos));
        Assert.Equal((200, 1024, 0.32, 5.0, 1e-6), (paper.Epochs, paper.BatchSize, paper.LearningRate, paper.WarmupEpochs, paper.WeightDecay));
        Assert.Equal((OptimizerKind.Sgd, ScheduleKind.Cosine, ClipIntervalDistribution.Decreasing), (paper.Optimizer, paper.Schedule, paper.ClipIntervals));
        Assert.Equal((2048, 3, 128, 0.1, false), (paper.HeadWidth, paper.HeadLayers, paper.EmbeddingLength, paper.Temperature, paper.MaskOwnVideo));
        Assert.Equal((AugmentationOptions.CvrlFirstView, AugmentationOptions.CvrlSecondView), (paper.Augmentation, paper.SecondAugmentation));
        Assert.Equal((EncoderArchitecture.Named("slow_r50"), 2048, 10), (paper.Encoder, paper.Encoder.FeatureLength, paper.EmbedClips));
    }

    [Fact]
    public void Small_preset_is_valid() => CvrlOptions.Small.Validate();

    [Fact]
    public void Every_fault_is_in_one_message()
    {
        CvrlOptions options = CvrlOptions.Small with
        {
            HeadWidth = 0, HeadLayers = -1, EmbeddingLength = 1, Temperature = 0, EmbedClips = 0, WarmupEpochs = 1,
            Encoder = new SlowArchitecture { StemFrames = 2, StemStride = 0, Channels = [8, 0], Blocks = [1, 0], BlockFrames = [2] },
        };

        Assert.Equal(
            "CvrlOptions: WarmupEpochs is 1; it must be 0 when WarmupSteps (20) is not. "
            + "Encoder.StemFrames is 2; it must be an odd number from 1 to 31. Encoder.StemStride is 0; it must be from 1 to 31. "
            + "Encoder has 2 Channels, 2 Blocks and 1 BlockFrames; it needs as many of each, and at least one. "
            + "Encoder.Channels is [8, 0]; every entry must be from 1 to 4096. Encoder.Blocks is [1, 0]; every entry must be from 1 to 1000. "
            + "Encoder.BlockFrames is [2]; every entry must be an odd number from 1 to 31. "
            + "EmbedClips is 0; it must be from 1 to 10000. "
            + "HeadWidth is 0; it must be from 1 to 65536. HeadLayers is -1; it must be from 0 to 16. "
            + "EmbeddingLength is 1; it must be from 2 to 65536. Temperature is 0; it must be above 0 and at most 100.",
            Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    [Fact]
    public void Per_frame_augmentation_is_of_both_views()
    {
        CvrlOptions options = CvrlOptions.Paper.WithPerFrameAugmentation(), one = (CvrlOptions.Paper with { SecondAugmentation = null }).WithPerFrameAugmentation();

        Assert.True(options.Augmentation.PerFrame);
        Assert.Equal(AugmentationOptions.CvrlSecondView with { PerFrame = true }, options.SecondAugmentation);
        Assert.Null(one.SecondAugmentation);
    }
}

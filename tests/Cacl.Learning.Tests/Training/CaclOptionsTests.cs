using Cacl.Clips;

namespace Cacl.Learning.Tests;

public class CaclOptionsTests
{
    [Fact]
    public void Both_presets_are_valid()
    {
        CaclOptions.Paper.Validate();
        CaclOptions.Small.Validate();
    }

    [Fact]
    public void Paper_preset_pins_the_papers_numbers()
    {
        CaclOptions paper = CaclOptions.Paper;

        Assert.Equal((16, 2, 128, 112), (paper.Clips.Frames, paper.Clips.Interval, paper.Clips.ShortSide, paper.Clips.CropSize));
        Assert.Equal((6400, 0.999, 0.07, 128), (paper.QueueSize, paper.TwinMomentum, paper.Temperature, paper.EmbeddingLength));
        Assert.Equal((300, 64, 0.01, 1e-4, OptimizerKind.Sgd), (paper.Epochs, paper.BatchSize, paper.LearningRate, paper.WeightDecay, paper.Optimizer));
        Assert.Equal((CaclPositives.All, CaclNegatives.Shared, 1.0, 0.5), (paper.Positives, paper.Negatives, paper.DegreeWeight, paper.DegreeHeadDropout));
        Assert.Equal((0.4, 0.4, 0.4, 0.1, 0.8, 0.2, 0.5), (paper.Augmentation.Brightness, paper.Augmentation.Contrast, paper.Augmentation.Saturation, paper.Augmentation.Hue, paper.Augmentation.JitterProbability, paper.Augmentation.GrayscaleProbability, paper.Augmentation.FlipProbability));
        Assert.Equal((6, 6, 768, FrameArchitecture.ResNet50), (paper.Transformer.Depth, paper.Transformer.Heads, paper.Transformer.Width, paper.Transformer.Frames));
        Assert.False(paper.BackgroundSubtraction);
        Assert.Equal((ScheduleKind.Cosine, 0, 1, null), (paper.Schedule, paper.WarmupSteps, paper.Accumulate, paper.MaxGradientNorm));
        Assert.Equal((0.0, null, false, null), (paper.ValidationShare, paper.Patience, paper.Deterministic, paper.CheckpointFolder));
    }

    [Fact]
    public void Every_fault_is_in_one_message()
    {
        CaclOptions options = CaclOptions.Small with { BatchSize = 1, Temperature = 0, Clips = new ClipOptions { Frames = 1, CropSize = 40, ShortSide = 36 } };

        var exception = Assert.Throws<ArgumentException>(options.Validate);

        Assert.Equal(
            "CaclOptions: Clips.Frames is 1; it must be from 2 to 1024. "
            + "Clips.ShortSide is 36; it must be from CropSize (40) to 4096 pixels. "
            + "BatchSize is 1; it must be from 2 to 65536. "
            + "Temperature is 0; it must be above 0 and at most 100.",
            exception.Message);
    }

    [Fact]
    public void Faults_of_the_loop_are_named_with_their_rules()
    {
        CaclOptions options = CaclOptions.Small with
        {
            Accumulate = 3, Schedule = ScheduleKind.Step, MilestoneFactor = 0, MaxGradientNorm = 0, ValidationShare = 0.6, ValidateEvery = 0,
            CheckpointFolder = " ", CheckpointEvery = 0,
        };

        Assert.Equal(
            "CaclOptions: Accumulate is 3; it must be at least 1, and divide BatchSize (16) into parts of 2 or more. "
            + "Milestones is empty; it must be one or more parts of the run for Step. "
            + "MilestoneFactor is 0; it must be above 0 and at most 1. "
            + "MaxGradientNorm is 0; it must be null or above 0. "
            + "ValidationShare is 0.6; it must be from 0 to 0.5. "
            + "ValidateEvery is 0; it must be at least 1. "
            + "CheckpointFolder is ' '; it must be null or a folder. "
            + "CheckpointEvery is 0; it must be at least 1.",
            Assert.Throws<ArgumentException>(options.Validate).Message);
        Assert.Equal(
            "CaclOptions: Milestones is 0.5, 1; it must be above 0 and below 1. Patience is 3; it must be null when ValidationShare is 0.",
            Assert.Throws<ArgumentException>((CaclOptions.Small with { Milestones = [0.5, 1], Patience = 3 }).Validate).Message);
        Assert.Equal(
            "CaclOptions: CycleWeight is 0.1; it must be 0 when ContrastWeight is 0.",
            Assert.Throws<ArgumentException>((CaclOptions.Small with { CycleWeight = 0.1, ContrastWeight = 0 }).Validate).Message);
    }

    [Fact]
    public void Options_that_are_null_are_named_with_what_they_must_be()
    {
        CaclOptions options = CaclOptions.Small with { Clips = null!, Encoder = null!, Augmentation = null!, Milestones = null!, FrameTraining = null!, Transformer = null! };

        Assert.Equal(
            ["Augmentation is null; it must be an AugmentationOptions.", "Clips is null; it must be a ClipOptions.", "Encoder is null; it must be an EncoderArchitecture.",
             "FrameTraining is null; it must be a FrameMocoOptions.", "Milestones is null; it must be a list, which may be empty.", "Transformer is null; it must be a TransformerArchitecture."],
            Faults(options));
        Assert.Throws<ArgumentException>(() => new CaclTrainer(options));
    }

    [Fact]
    public void Options_within_options_that_are_null_are_named_too()
    {
        CaclOptions options = CaclOptions.Small with
        {
            Clips = new ClipOptions { Reading = null! },
            Encoder = R3dArchitecture.Small with { Channels = null! },
            Transformer = TransformerArchitecture.Small with { Frames = null! },
        };

        Assert.Equal(
            ["Clips.Reading is null; it must be a VideoReadOptions.", "Encoder.Channels is null; it must be a list, which may be empty.", "Transformer.Frames is null; it must be a FrameArchitecture."],
            Faults(options));
        Assert.Equal(["Augmentation is null; it must be an AugmentationOptions."], Faults(FineTuneOptions.Small with { Augmentation = null! }));
    }

    [Fact]
    public void Options_that_take_null_may_be_null()
    {
        CaclOptions options = CaclOptions.Small with { SecondAugmentation = null, CheckpointFolder = null, CacheFolder = null, IndexFile = null, Device = null, Progress = null };

        options.Validate();
    }

    [Fact]
    public void A_file_or_folder_that_can_not_be_is_refused_by_its_option()
    {
        string folder = Directory.CreateTempSubdirectory("cacl-options-").FullName, file = Path.Join(folder, "file");
        try
        {
            File.WriteAllText(file, "");
            string below = Path.Join(file, "x", "y");
            Assert.Equal(
                [$"CheckpointFolder is '{below}', but '{file}' is a file; it must be null or a folder.",
                 $"IndexFile is '{folder}', which is a folder; it must be null or a file."],
                Faults(CaclOptions.Small with { CacheFolder = file, CheckpointFolder = below, IndexFile = folder }));
            Assert.Equal([$"CheckpointFolder is '{file}', which is a file; it must be null or a folder."], Faults(CaclOptions.Small with { CheckpointFolder = file }));
            Assert.Equal(
                [@"CacheFolder is 'a\0b', which has a null character; it must be null or a folder.", @"CheckpointFolder is '\0', which has a null character; it must be null or a folder.",
                 $"IndexFile is '{below}', but '{file}' is a file; it must be null or a file."],
                Faults(CaclOptions.Small with { CacheFolder = "a\0b", CheckpointFolder = "\0", IndexFile = below }));
            Assert.Equal(
                ["CacheFolder is ''; it must be null or a folder.", "CheckpointFolder is ' '; it must be null or a folder.", @"IndexFile is 'a\0', which has a null character; it must be null or a file."],
                Faults(CaclOptions.Small with { CacheFolder = "", CheckpointFolder = " ", IndexFile = "a\0" }));
            (CaclOptions.Small with { CacheFolder = folder, CheckpointFolder = Path.Join(folder, "new", "run"), IndexFile = file }).Validate();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Faults(TrainingOptions options)
    {
        string message = Assert.Throws<ArgumentException>(options.Validate).Message, start = $"{options.GetType().Name}: ";
        Assert.StartsWith(start, message);
        return [.. message[start.Length..].Replace(". ", ".\n").Split('\n').Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_refused_by_name()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "This machine has a GPU.");

        var exception = Assert.Throws<NotSupportedException>(() => new CaclTrainer(MovingClips.Options with { Device = "cuda:0" }).Train(MovingClips.Make(4), MovingClips.Size));

        Assert.Contains("cuda:0", exception.Message);
    }
}

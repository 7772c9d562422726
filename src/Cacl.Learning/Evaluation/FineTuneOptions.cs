using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>Options of <see cref="FineTuner"/>.</summary>
/// <remarks>
/// Defaults are those of CACL's released code: rate .1 along half a cosine, 150 epochs, batches of 64, weight decay 5e-4, colours jittered
/// with probability .5. All weights learn at the full rate. <see cref="TrainingOptions.Clips"/> and
/// <see cref="TrainingOptions.BackgroundSubtraction"/> are the encoder's, whatever stands here; <see cref="CropSize"/> alone may differ.
/// <see cref="CvrlLinear"/> teaches a frozen encoder's classifier alone.
/// </remarks>
public sealed record FineTuneOptions : TrainingOptions
{
    /// <summary>The released code's settings, which stand in the remarks.</summary>
    public FineTuneOptions()
    {
        Augmentation = new AugmentationOptions { JitterProbability = 0.5 };
        Epochs = 150;
        LearningRate = 0.1;
        WeightDecay = 5e-4;
    }

    /// <summary>Whether the encoder stays as it is, its batch norm statistics too, and the classifier alone learns.</summary>
    /// <value>Default: false.</value>
    public bool Freeze { get; init; }

    /// <summary>Whether a clip's features are brought to length 1 before they are classified.</summary>
    /// <value>Default: false.</value>
    public bool NormalizeFeatures { get; init; }

    /// <summary>Edge of the square crops that are learned from, in pixels; from 8 to the size that the encoder's clips are resized to.</summary>
    /// <value>Default: null, that of the encoder's clips, on which the classifier is then used.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]   // so that runs from before there was a choice go on
    public int? CropSize { get; init; }

    /// <summary>
    /// CVRL's linear evaluation: a classifier of a frozen encoder's features of length 1, on clips at random places, cropped and mirrored;
    /// rate 32 along half a cosine after 5 epochs of warm-up, 100 epochs, batches of 1024, no weight decay.
    /// <see cref="EvaluationOptions.CvrlLinear"/> has it with the clips that the paper takes.
    /// </summary>
    public static FineTuneOptions CvrlLinear { get; } = new()
    {
        Freeze = true,
        NormalizeFeatures = true,
        Augmentation = new AugmentationOptions { CropArea = new ValueRange(0.3, 1), CropAspect = new ValueRange(0.5, 2), JitterProbability = 0, GrayscaleProbability = 0 },
        Epochs = 100,
        BatchSize = 1024,
        LearningRate = 32,
        WarmupEpochs = 5,
        WeightDecay = 0,
    };

    internal override int Views => 1;

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        if (CropSize < 8)
            faults.Add($"{nameof(CropSize)} is {CropSize}; it must be null, or from 8 to the size that the encoder's clips are resized to.");
    }

    /// <summary>These options for the clips that an encoder takes.</summary>
    /// <exception cref="ArgumentException">They do not go with each other.</exception>
    internal FineTuneOptions For(EncoderSettings encoder)
    {
        FineTuneOptions run = this with { Clips = encoder.Clips with { CropSize = CropSize ?? encoder.Clips.CropSize }, BackgroundSubtraction = encoder.BackgroundSubtraction };
        run.Validate();
        return run;
    }

    /// <summary>Settings that learn in minutes on two cores.</summary>
    public static FineTuneOptions Small { get; } = new()
    {
        Augmentation = new AugmentationOptions { JitterProbability = 0.5, Hue = 0 },
        BatchSize = 16,
        Steps = 300,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-3,
        WarmupSteps = 20,
        WeightDecay = 0.01,
    };
}

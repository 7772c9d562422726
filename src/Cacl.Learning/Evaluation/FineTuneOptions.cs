namespace Cacl.Learning;

/// <summary>Options of <see cref="FineTuner"/>.</summary>
/// <remarks>
/// Defaults are those of CACL's released code: rate .1 along half a cosine, 150 epochs, batches of 64, weight decay 5e-4, colours jittered
/// with probability .5. All weights learn at the full rate. <see cref="TrainingOptions.Clips"/> and
/// <see cref="TrainingOptions.BackgroundSubtraction"/> are the encoder's, whatever stands here.
/// </remarks>
public sealed record FineTuneOptions : TrainingOptions
{
    /// <summary>The released code's settings.</summary>
    public FineTuneOptions()
    {
        Augmentation = new AugmentationOptions { JitterProbability = 0.5 };
        Epochs = 150;
        LearningRate = 0.1;
        WeightDecay = 5e-4;
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

namespace Cacl.Learning;

/// <summary>The learning rate of each step.</summary>
internal static class LearningRateSchedule
{
    /// <summary>The learning rate of a step: a straight rise over the warm-up, times the course over the run, scaled by the batch where the options ask for it.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps of the run.</param>
    /// <param name="stepsOfEpoch">Steps of one epoch, which need not be a whole number.</param>
    /// <param name="options">The highest rate, the warm-up and the course.</param>
    public static double RateAt(int step, int steps, double stepsOfEpoch, TrainingOptions options)
    {
        double warmup = options.WarmupSteps + options.WarmupEpochs * stepsOfEpoch;   // one of both is 0
        double rise = warmup > 0 ? Math.Min(1, (step + 1.0) / warmup) : 1;
        double scale = options.LearningRateBatch is { } meantFor ? (double)options.BatchSize / meantFor : 1;
        return options.LearningRate * scale * rise * options.Schedule switch
        {
            ScheduleKind.Cosine => 0.5 * (1 + Math.Cos(Math.PI * step / steps)),
            ScheduleKind.Step => Math.Pow(options.MilestoneFactor, options.Milestones.Count(milestone => step >= milestone * steps)),
            ScheduleKind.Constant => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Schedule, "Not a schedule."),
        };
    }
}

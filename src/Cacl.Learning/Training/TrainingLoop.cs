using System.Diagnostics;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The loop over optimiser steps that every objective is trained by.</summary>
internal static class TrainingLoop
{
    /// <summary>Trains an objective's networks.</summary>
    /// <param name="objective">What is learned.</param>
    /// <param name="source">Where clips come from.</param>
    /// <param name="options">Rate, batch, seed, device.</param>
    /// <param name="sampling">How frame orders are drawn.</param>
    /// <param name="history">Takes what was reported after each step.</param>
    /// <returns>False when the run was cancelled.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not a finite number.</exception>
    public static bool Run(Objective objective, ClipSource source, TrainingOptions options, ShuffleSampling sampling, List<TrainingProgress> history)
    {
        int steps = StepsOf(options, source.Count);
        if (steps == 0)
            return true;
        int epochs = (int)Math.Ceiling((double)steps * options.BatchSize / source.Count);
        Device device = Devices.Resolve(options.Device);
        using optim.Optimizer optimizer = options.Optimizer switch
        {
            OptimizerKind.Sgd => optim.SGD(objective.Parameters, options.LearningRate, momentum: 0.9, weight_decay: options.WeightDecay),
            OptimizerKind.AdamW => optim.AdamW(objective.Parameters, options.LearningRate, weight_decay: options.WeightDecay),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "Not an optimiser."),
        };
        using var loader = new BatchLoader(source, options.Clips, options.AugmentationsOf(objective.Views), sampling, (ulong)(uint)options.Seed, options.BatchSize, steps, options.BatchesAhead, options.ClipIntervals);

        foreach (nn.Module module in objective.Trained)
            module.train();
        long started = Stopwatch.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            if (options.Cancellation.IsCancellationRequested)
                return false;
            using DisposeScope scope = NewDisposeScope();
            double rate = RateAt(step, steps, options);
            foreach (optim.ILearningRateController group in optimizer.ParamGroups)
                group.LearningRate = rate;
            manual_seed(SeedOfStep(options.Seed, step));   // dropout, the only random choice that torch makes itself

            if (loader.Next(options.Cancellation) is not { } host)
                return false;
            var batch = new ClipBatch(host, device, options.BackgroundSubtraction);
            optimizer.zero_grad();
            StepLoss loss = objective.Loss(batch, (double)step / steps);
            double total = loss.Total.ToDouble();
            if (!double.IsFinite(total))
                throw new TrainingDivergedException(objective.Name, step + 1, total, rate);
            loss.Total.backward();
            optimizer.step();
            objective.AfterStep();

            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            int done = step + 1;
            var progress = new TrainingProgress(
                objective.Name, (int)((long)step * options.BatchSize / source.Count) + 1, epochs, done, steps, total,
                loss.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value.ToDouble()),
                rate, (double)done * options.BatchSize / seconds, TimeSpan.FromSeconds(seconds / done * (steps - done)));
            history.Add(progress);
            options.Progress?.Report(progress);
        }

        return true;
    }

    /// <summary>The optimiser steps of a run.</summary>
    public static int StepsOf(TrainingOptions options, int videos) =>
        options.Steps ?? (int)Math.Ceiling((double)options.Epochs * videos / options.BatchSize);

    /// <summary>The learning rate of a step: a straight rise over the warm-up, times half a cosine over the run.</summary>
    public static double RateAt(int step, int steps, TrainingOptions options)
    {
        double rise = options.WarmupSteps > 0 ? Math.Min(1, (step + 1.0) / options.WarmupSteps) : 1;
        return options.LearningRate * rise * 0.5 * (1 + Math.Cos(Math.PI * step / steps));
    }

    private static long SeedOfStep(int seed, int step) => (long)(new SampleRandom((ulong)(uint)seed, 0, step, stream: 8).NextUInt64() >> 1);
}

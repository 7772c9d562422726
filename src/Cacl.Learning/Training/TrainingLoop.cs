using System.Diagnostics;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The loop over optimiser steps that every objective is trained by.</summary>
internal static class TrainingLoop
{
    private const string LossName = "loss";

    /// <summary>Trains an objective's networks.</summary>
    /// <param name="objective">What is learned.</param>
    /// <param name="source">Where clips come from.</param>
    /// <param name="options">Rate, batch, seed, device, and the processes that learn together: each makes this call.</param>
    /// <param name="history">Takes what was reported after each step.</param>
    /// <param name="checkpoints">Where the run is kept, and goes on from; null for nowhere.</param>
    /// <returns>False when the run was cancelled, in any of the processes.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not a finite number.</exception>
    /// <exception cref="CheckpointException">A checkpoint can't be written.</exception>
    /// <exception cref="CommunicatorException">The processes hold different weights.</exception>
    public static bool Run(Objective objective, ClipSource source, TrainingOptions options, List<TrainingProgress> history, CheckpointFolder? checkpoints = null)
    {
        (ClipSource train, ClipSource? heldOut) = ClipSubset.HoldOut(source, options);
        int steps = StepsOf(options, train.Count);
        if (steps == 0)
            return true;
        int epochs = (int)Math.Ceiling((double)steps * options.BatchSize / train.Count);
        Communicator job = options.Communicator;
        Device device = Devices.Resolve(options);
        using IDisposable? deterministic = options.Deterministic ? use_deterministic_algorithms() : null;
        using GradientDescent optimizer = GradientDescent.Of(options.Optimizer, objective.Parameters, options.WeightDecay);
        Validation? validation = heldOut is null ? null : new Validation(heldOut, options, device);

        int first = checkpoints?.Restore(objective, optimizer, history) ?? 0;
        if (first == 0)
            job.ShareState(objective);
        using var loader = new BatchLoader(
            train, options.ClipsRead, options.AugmentationsOf(objective.Views), objective.ShuffleSampling, (ulong)(uint)options.Seed,
            options.BatchSize / options.Accumulate, steps * options.Accumulate, options.BatchesAhead, options.ClipIntervals, first * options.Accumulate,
            job.Rank, job.Size);
        foreach (nn.Module module in objective.Trained)
            module.train();
        using var precision = new MixedPrecision(options.Precision, device, objective.Computing);
        using SyncBatchNorm? synchronized = options.SyncBatchNorm ? new SyncBatchNorm(job, objective.Networks.Select(entry => entry.Network)) : null;
        var gradients = new GradientExchange(job, objective);
        bool hasStalled = Validation.HasStalled(history, objective.Name, options.Patience);
        long started = Stopwatch.GetTimestamp();
        for (int step = first; step < steps && !hasStalled; step++)
        {
            HostBatch[]? parts = NextParts(loader, options);
            if (!job.AllHave(parts is not null) || parts is null)
            {
                checkpoints?.Write(objective, optimizer, history, step);
                return false;
            }

            using DisposeScope scope = NewDisposeScope();
            double rate = LearningRateSchedule.RateAt(step, steps, (double)train.Count / options.BatchSize, options);
            manual_seed(SeedOfStep(options.Seed, step, job.Rank));   // dropout, the only random choice that torch makes itself
            WeightComparison.Check(job, objective, step, first);

            foreach (nn.Module module in objective.Trained)
                module.zero_grad();
            var metrics = new Dictionary<string, double>();
            foreach (HostBatch part in parts)
            {
                using DisposeScope partScope = NewDisposeScope();   // what a part's gradient needed goes before the next part
                StepLoss loss = objective.Loss(new ClipBatch(part, device, options.BackgroundSubtraction), (double)step / steps);
                loss.AddTo(metrics, parts.Length, LossName);
                if (!double.IsFinite(metrics[LossName]))
                    throw new TrainingDivergedException(objective.Name, step + 1, metrics[LossName], rate);
                (loss.Total / ((double)parts.Length / loss.GradientScale)).backward();
            }

            gradients.Average();
            job.Average(metrics);
            metrics.Remove(LossName, out double total);
            if (options.MaxGradientNorm is { } most)
                metrics["gradientNorm"] = nn.utils.clip_grad_norm_(objective.Parameters, most);
            optimizer.Step(rate);
            objective.AfterStep();

            int done = step + 1;
            Dictionary<string, double>? validated = null;
            if (validation is not null && (done % options.ValidateEvery == 0 || done == steps))
            {
                validated = validation.Measure(objective, (double)done / steps);
                if (validated is null)
                    return false;   // cancelled within the step: the latest checkpoint stands
            }

            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var progress = new TrainingProgress(
                objective.Name, (int)((long)step * options.BatchSize / train.Count) + 1, epochs, done, steps, total, metrics,
                rate, (double)(done - first) * options.BatchSize / seconds, TimeSpan.FromSeconds(seconds / (done - first) * (steps - done)))
            { Validation = validated };
            history.Add(progress);
            options.Progress?.Report(progress);
            hasStalled = validated is not null && Validation.HasStalled(history, objective.Name, options.Patience);
            if (done % options.CheckpointEvery == 0 || done == steps || hasStalled)
                checkpoints?.Write(objective, optimizer, history, done);
        }

        return true;
    }

    /// <summary>The optimiser steps of a run.</summary>
    /// <param name="options">Steps, or epochs and batch size.</param>
    /// <param name="videos">How many videos are learned from.</param>
    public static int StepsOf(TrainingOptions options, int videos) =>
        options.Steps ?? (int)Math.Ceiling((double)options.Epochs * videos / options.BatchSize);

    /// <summary>What torch is seeded with at the beginning of a step; ranks drop out different values, for theirs are other clips.</summary>
    public static long SeedOfStep(int seed, int step, int rank = 0) => (long)(new SampleRandom((ulong)(uint)seed, rank, step, stream: 8).NextUInt64() >> 1);

    // All parts of a batch, so that a run is cancelled between steps and not within one. Null when it is.
    private static HostBatch[]? NextParts(BatchLoader loader, TrainingOptions options)
    {
        var parts = new HostBatch[options.Accumulate];
        for (int i = 0; i < parts.Length; i++)
        {
            if (options.Cancellation.IsCancellationRequested || loader.Next(options.Cancellation) is not { } part)
                return null;
            parts[i] = part;
        }

        return parts;
    }
}

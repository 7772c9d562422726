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
    /// <param name="options">Rate, batch, seed, device, and the processes that learn together: each makes this call.</param>
    /// <param name="history">Takes what was reported after each step.</param>
    /// <param name="checkpoints">Where the run is kept, and goes on from; null for nowhere.</param>
    /// <returns>False when the run was cancelled, in any of the processes.</returns>
    /// <exception cref="TrainingDivergedException">The loss, or a weight that would be kept, is not a finite number.</exception>
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
        using var feed = new BatchFeed(loader, options, device, isAhead: device.type != DeviceType.CPU);
        foreach (nn.Module module in objective.Trained)
            module.train();
        using var precision = new MixedPrecision(options.Precision, device, objective.Computing);
        using SyncBatchNorm? synchronized = options.SyncBatchNorm ? new SyncBatchNorm(job, objective.Networks.Select(entry => entry.Network)) : null;
        using var gradients = new GradientExchange(job, objective, options.OverlapExchange);
        bool hasStalled = Validation.HasStalled(history, objective.Name, options.Patience);
        double rate = 0;
        long started = Stopwatch.GetTimestamp();
        for (int step = first; step < steps && !hasStalled; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            IEnumerable<ClipBatch>? parts = feed.Next();
            if (!job.AllHave(parts is not null) || parts is null)
            {
                Keep(step);
                return false;
            }

            rate = LearningRateSchedule.RateAt(step, steps, (double)train.Count / options.BatchSize, options);
            manual_seed(SeedOfStep(options.Seed, step, job.Rank));   // dropout, the only random choice that torch makes itself
            WeightComparison.Check(job, objective, step, first);

            foreach (nn.Module module in objective.Trained)
                module.zero_grad();
            var measured = new StepMetrics();
            int part = 0;
            foreach (ClipBatch batch in parts)
            {
                using DisposeScope partScope = NewDisposeScope();   // what a part's gradient needed goes before the next part
                if (++part == options.Accumulate)
                    gradients.BeginLast();
                StepLoss loss = objective.Loss(batch, (double)step / steps);
                batch.Dispose();
                measured.Add(loss);
                (loss.Total / ((double)options.Accumulate / loss.GradientScale)).backward();
            }

            gradients.Average();
            double? gradientNorm = options.MaxGradientNorm is { } most ? nn.utils.clip_grad_norm_(objective.Parameters, most) : null;
            optimizer.Step(rate);
            objective.AfterStep();

            // A GPU has all of its work by now: the next batch is made ready while it computes, and then the host waits for the numbers.
            int done = step + 1;
            if (done < steps)
                feed.Prepare();
            Dictionary<string, double> metrics = measured.Means();
            if (!double.IsFinite(metrics[StepMetrics.Loss]))
                throw new TrainingDivergedException(objective.Name, done, $"the loss is {metrics[StepMetrics.Loss]}", rate);
            job.Average(metrics);
            metrics.Remove(StepMetrics.Loss, out double total);
            if (gradientNorm is { } norm)
                metrics["gradientNorm"] = norm;

            Dictionary<string, double>? validated = null;
            if (validation is not null && (done % options.ValidateEvery == 0 || done == steps))
            {
                validated = validation.Measure(objective, (double)done / steps);
                if (validated is null)
                {
                    CheckWeights(done);
                    return false;   // cancelled within the step: the latest checkpoint stands
                }
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
                Keep(done);
        }

        return true;

        void Keep(int done)
        {
            CheckWeights(done);
            checkpoints?.Write(objective, optimizer, history, done);
        }

        // A gradient, or the variance of a batch, may overflow where the loss does not. The next step's loss would tell, and what is kept has none.
        void CheckWeights(int done)
        {
            if (!objective.HasFiniteWeights())
                throw new TrainingDivergedException(objective.Name, done, "weights or statistics are no finite numbers any more, though the loss still is one,", rate);
        }
    }

    /// <summary>The optimiser steps of a run.</summary>
    /// <param name="options">Steps, or epochs and batch size.</param>
    /// <param name="videos">How many videos are learned from.</param>
    public static int StepsOf(TrainingOptions options, int videos) =>
        options.Steps ?? (int)Math.Ceiling((double)options.Epochs * videos / options.BatchSize);

    /// <summary>What torch is seeded with at the beginning of a step; ranks drop out different values, for theirs are other clips.</summary>
    public static long SeedOfStep(int seed, int step, int rank = 0) => (long)(new SampleRandom((ulong)(uint)seed, rank, step, stream: 8).NextUInt64() >> 1);
}

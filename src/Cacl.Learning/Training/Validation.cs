using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Looks at held-out videos, in the same clips, views and orders each time.</summary>
internal sealed class Validation
{
    private readonly ClipSource heldOut;
    private readonly TrainingOptions options;
    private readonly Device device;
    private readonly int batchSize, batches;   // of all ranks together
    private readonly bool isShared;

    public Validation(ClipSource heldOut, TrainingOptions options, Device device)
    {
        this.heldOut = heldOut;
        this.options = options;
        this.device = device;
        int largest = options.BatchSize / options.Accumulate;
        // Even, so that all but the odd video are looked at once; and two or more, for one alone can't be told apart.
        batches = Math.Min((heldOut.Count + largest - 1) / largest, heldOut.Count / 2);
        batchSize = Math.Min(heldOut.Count / batches, largest);
        // Batches are those of one process, so that losses are too. One that can't be dealt out evenly is looked at whole by every rank.
        isShared = batchSize % options.Communicator.Size == 0;
    }

    /// <summary>The loss, by its name in <see cref="StepMetrics"/>, and the metrics: means over the batches of all ranks. Null when a rank was cancelled.</summary>
    public Dictionary<string, double>? Measure(Objective objective, double progress)
    {
        Communicator job = options.Communicator;
        using var loader = new BatchLoader(
            heldOut, options.ClipsRead, options.AugmentationsOf(objective.Views), objective.ShuffleSampling, (ulong)(uint)options.Seed ^ 0x5EED_0000_0000, batchSize, batches, options.BatchesAhead, options.ClipIntervals, rank: isShared ? job.Rank : 0, ranks: isShared ? job.Size : 1);
        var measured = new StepMetrics();
        for (int batch = 0; batch < batches; batch++)
        {
            HostBatch? host = loader.Next(options.Cancellation);
            if (!job.AllHave(host is not null) || host is null)
                return null;
            using DisposeScope scope = NewDisposeScope();
            measured.Add(objective.Validate(new ClipBatch(host, device, options.BackgroundSubtraction), progress));
        }

        Dictionary<string, double> means = measured.Means();
        job.Average(means);
        return means;
    }

    /// <summary>Whether a stage's loss on held-out videos has stopped falling.</summary>
    /// <param name="history">What was reported so far.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="patience">After how many looks without a lower loss; null for never.</param>
    public static bool HasStalled(IEnumerable<TrainingProgress> history, string stage, int? patience)
    {
        if (patience is null)
            return false;
        double best = double.PositiveInfinity;
        int since = 0;
        foreach (TrainingProgress step in history)
        {
            if (step.Stage != stage || step.Validation is not { } validation)
                continue;
            since = validation[StepMetrics.Loss] < best ? 0 : since + 1;
            best = Math.Min(best, validation[StepMetrics.Loss]);
        }

        return since >= patience;
    }
}

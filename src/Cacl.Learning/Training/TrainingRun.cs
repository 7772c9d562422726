using System.Diagnostics;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>A run under way: its videos, its device, and what became of its stages so far.</summary>
internal sealed class TrainingRun(PretrainingOptions options, ClipSource source, Device device, CheckpointFolder? checkpoints)
{
    // Enough that less than 1% of what batch norm began with is left: .9^48.
    private const int BatchesOfStatistics = 48;

    private readonly long started = Stopwatch.GetTimestamp();

    /// <summary>Where everything lies.</summary>
    public Device Device => device;

    /// <summary>What was reported so far, of all stages.</summary>
    public List<TrainingProgress> History { get; } = [];

    /// <summary>Whether the run was cancelled. Whatever is learned after that is not.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Whether nothing is learned, so that networks show what an encoder is worth that knows nothing.</summary>
    public bool IsUntrained => options.IsUntrained;

    /// <summary>How many videos were learned from: neither held out nor dropped by any process. Every process must ask.</summary>
    public int CountVideosLearnedFrom() => IsUntrained ? 0 : options.Communicator.CountLeft(ClipSubset.HoldOut(source, options).Train);

    /// <summary>Seconds so far, over all processes of the run.</summary>
    public double Seconds => checkpoints?.Seconds ?? Stopwatch.GetElapsedTime(started).TotalSeconds;

    /// <summary>Learns a stage, from where its checkpoint left it.</summary>
    public void Learn(Objective objective, TrainingOptions stage)
    {
        if (!Stopped)
            Stopped = !TrainingLoop.Run(objective, source, stage, History, checkpoints);
    }

    /// <summary>Learns a stage before the method's own, unless the run is past it already.</summary>
    /// <param name="name">The stage's name.</param>
    /// <param name="make">Makes its objective, which is disposed afterwards.</param>
    /// <param name="stage">Its options.</param>
    public void LearnBefore(string name, Func<Objective> make, TrainingOptions stage)
    {
        if (Stopped)
            return;
        if (checkpoints?.IsPast(name) != true)
        {
            using Objective objective = make();
            Learn(objective, stage);
        }

        // Where the stage's last step began: networks that come after are the same whether the stage was learned just now or before.
        manual_seed(TrainingLoop.SeedOfStep(options.Seed, Math.Max(0, TrainingLoop.StepsOf(stage, source.Count) - 1)));
    }

    /// <summary>Gives a network that stays untrained the batch norm statistics of the videos, without which it can't be judged fairly.</summary>
    /// <param name="network">The network.</param>
    /// <param name="see">Shows it a view: float [clips, 3, frames, edge, edge].</param>
    public void TakeStatistics(nn.Module network, Action<Tensor> see)
    {
        network.train();
        using var loader = new BatchLoader(
            source, options.ClipsRead, options.AugmentationsOf(1), ShuffleSampling.UniformDegree, (ulong)(uint)options.Seed, options.BatchSize / options.Accumulate, BatchesOfStatistics, options.BatchesAhead);
        using IDisposable noGradient = no_grad();
        using TensorFloat32? unrounded = TensorFloat32.ForbiddenOn(device);
        for (int i = 0; i < BatchesOfStatistics && !Stopped; i++)
        {
            if (loader.Next(options.Cancellation) is not { } host)
            {
                Stopped = true;
                return;
            }

            using DisposeScope scope = NewDisposeScope();
            see(new ClipBatch(host, device, options.BackgroundSubtraction).View(0));
        }
    }
}

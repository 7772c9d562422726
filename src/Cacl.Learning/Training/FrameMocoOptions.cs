namespace Cacl.Learning;

/// <summary>Training of the network that reads single frames: momentum contrast between two views of a frame.</summary>
/// <remarks>
/// Source: He et al., arXiv 1911.05722, with a queue that fits a folder of videos. It learns by AdamW along half a cosine; weight decay, steps of
/// warm-up, clipping, validation, precision and the rest are those of the run's <see cref="CaclOptions"/>.
/// </remarks>
public sealed record FrameMocoOptions
{
    /// <summary>Optimiser steps; 0 leaves the network as it is drawn.</summary>
    /// <value>Default: 20000.</value>
    public int Steps { get; init; } = 20_000;

    /// <summary>Clips of one step.</summary>
    /// <value>Default: 32.</value>
    public int BatchSize { get; init; } = 32;

    /// <summary>Frames taken from each clip; all of them where it has fewer.</summary>
    /// <value>Default: 4.</value>
    public int FramesPerClip { get; init; } = 4;

    /// <summary>The highest learning rate, of AdamW.</summary>
    /// <value>Default: 0.001.</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Momentum of the twin.</summary>
    /// <value>Default: 0.999.</value>
    public double Momentum { get; init; } = 0.999;

    /// <summary>Keys in the queue.</summary>
    /// <value>Default: 16384.</value>
    public int QueueSize { get; init; } = 16_384;

    /// <summary>Temperature of the contrast.</summary>
    /// <value>Default: 0.1.</value>
    public double Temperature { get; init; } = 0.1;

    internal void CollectFaults(string option, List<string> faults, int ranks)
    {
        Check(Steps >= 0, nameof(Steps), Steps, "at least 0");
        Check(BatchSize is >= 2 and <= 65_536, nameof(BatchSize), BatchSize, "from 2 to 65536");
        Check(ranks == 1 || (BatchSize % ranks == 0 && BatchSize / ranks >= 2), nameof(BatchSize), BatchSize, $"divided by the job's {ranks} ranks into equal parts of 2 or more");
        Check(FramesPerClip is >= 1 and <= 1024, nameof(FramesPerClip), FramesPerClip, "from 1 to 1024");
        Check(LearningRate is > 0 and <= 1000, nameof(LearningRate), LearningRate, "above 0 and at most 1000");
        Check(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        Check(QueueSize is >= 1 and <= 10_000_000, nameof(QueueSize), QueueSize, "from 1 to 10000000");
        Check(Temperature is > 0 and <= 100, nameof(Temperature), Temperature, "above 0 and at most 100");

        void Check(bool good, string name, object value, string rule)
        {
            if (!good)
                faults.Add($"{option}.{name} is {value}; it must be {rule}.");
        }
    }
}

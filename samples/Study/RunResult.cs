using Cacl.Learning;

namespace Cacl.Study;

/// <summary>What one run reached: a line of the results.</summary>
internal sealed record RunResult
{
    public required string Data { get; init; }

    public required string Variant { get; init; }

    public required int Seed { get; init; }

    /// <summary>What it was measured on: <c>validate</c>, or <c>a part of train</c>.</summary>
    public required string MeasuredOn { get; init; }

    /// <summary>A hash of everything that bears on the figures: options and videos.</summary>
    public required string Settings { get; init; }

    public required int Steps { get; init; }

    public int TrainVideos { get; init; }

    public int TestVideos { get; init; }

    public double? RecallAt1 { get; init; }

    public double? RecallAt5 { get; init; }

    /// <summary>R@1 that a gallery in random order gives.</summary>
    public double? Chance { get; init; }

    /// <summary>The nearest neighbour's class, mean over classes.</summary>
    public double? NearestNeighbour { get; init; }

    public double? LinearProbe { get; init; }

    /// <summary>Accuracy of the shuffle degree; null where none is learned.</summary>
    public double? Degree { get; init; }

    public double? DegreeChance { get; init; }

    /// <summary>Mean similarity of each positive pair, and of clips of different videos; empty without contrast.</summary>
    public IReadOnlyDictionary<CaclPositives, PairSimilarity> Pairs { get; init; } = new Dictionary<CaclPositives, PairSimilarity>();

    /// <summary>Of training alone, over all processes of a run that was interrupted.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Of showing the last stage every video once; null where nothing was trained.</summary>
    public double? EpochSeconds { get; init; }

    /// <summary>Of training and measuring.</summary>
    public double Seconds { get; init; }

    /// <summary>Why there are no figures; null where there are.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether another result is of the same run.</summary>
    public bool IsSameRun(RunResult other) =>
        (Data, Variant, Seed, MeasuredOn, Settings) == (other.Data, other.Variant, other.Seed, other.MeasuredOn, other.Settings);
}

using Cacl.Learning;

namespace Cacl.Demo;

/// <summary>What one network reaches; null where the videos do not allow a measure.</summary>
internal sealed record Measures
{
    /// <summary>R@k by k.</summary>
    internal required IReadOnlyDictionary<int, double> Retrieval { get; init; }

    /// <summary>How often the nearest video is of the query's class.</summary>
    internal double? NearestNeighbour { get; init; }

    /// <summary>Accuracy of ML.NET's classifier on the embedding.</summary>
    internal double? ClassifierAccuracy { get; init; }

    /// <summary>How well shuffle degrees of unseen clips are told.</summary>
    internal ShuffleDegreeMetrics? ShuffleDegree { get; init; }
}

namespace Cacl.Learning;

/// <summary>What one network reaches.</summary>
public sealed record NetworkMetrics
{
    /// <summary>How often a test video's class is among those of its nearest training videos.</summary>
    public required RetrievalMetrics Retrieval { get; init; }

    /// <summary>How well the class of the nearest training video tells a test video's.</summary>
    public required NearestNeighbourMetrics NearestNeighbour { get; init; }

    /// <summary>What a linear classifier of frozen features reaches; null when it was not asked for.</summary>
    public ClassificationMetrics? LinearProbe { get; init; }

    /// <summary>Whether the linear classifier was fitted to the end; null when there is none.</summary>
    public bool? LinearProbeConverged { get; init; }

    /// <summary>What the network reaches when all of it learns the classes; null when that was not asked for.</summary>
    public ClassificationMetrics? FineTuned { get; init; }

    /// <summary>How well shuffle degrees of test clips are told; null where a bare encoder was measured, or no degree was learned.</summary>
    public ShuffleDegreeMetrics? ShuffleDegree { get; init; }

    /// <summary>How alike the sides of each positive pair are on test clips; null where a bare encoder was measured, or there was no contrast.</summary>
    public PositivePairMetrics? PositivePairs { get; init; }

    /// <summary>The nearest training videos of each test video.</summary>
    public IReadOnlyList<VideoNeighbours> Neighbours { get; init; } = [];

    /// <summary>The single figures in the order of a table, 0 to 1.</summary>
    internal IReadOnlyList<(string Name, double Value, double? Chance)> Figures()
    {
        var figures = new List<(string, double, double?)>();
        foreach ((int k, double recall) in Retrieval.RecallAt)
            figures.Add(($"R@{k}", recall, Retrieval.ChanceAt[k]));
        figures.Add(("nearest neighbour", NearestNeighbour.Accuracy, Retrieval.ChanceAt.TryGetValue(1, out double chance) ? chance : null));
        figures.Add(("nearest neighbour, mean over classes", NearestNeighbour.Confusion.MeanPerLabel, null));
        Add("linear probe", LinearProbe);
        Add("fine-tuned", FineTuned);
        if (ShuffleDegree is not null)
            figures.Add(($"shuffle degree, {ShuffleDegree.Sampling}", ShuffleDegree.Accuracy, ShuffleDegree.Chance));
        return figures;

        void Add(string name, ClassificationMetrics? metrics)
        {
            if (metrics is null)
                return;
            figures.Add((name, metrics.Accuracy, metrics.Chance));
            figures.Add(($"{name}, top 5", metrics.Top5Accuracy, null));
            figures.Add(($"{name}, mean over classes", metrics.Confusion.MeanPerLabel, null));
        }
    }

    /// <summary>The figures of each class: accuracies by name.</summary>
    internal IReadOnlyList<(string Name, IReadOnlyDictionary<string, double> PerLabel)> PerClass()
    {
        var columns = new List<(string, IReadOnlyDictionary<string, double>)>();
        foreach (int k in Retrieval.RecallAt.Keys)
            columns.Add(($"R@{k}", Retrieval.PerLabel.ToDictionary(pair => pair.Key, pair => pair.Value[k])));
        if (LinearProbe is not null)
            columns.Add(("linear probe", LinearProbe.PerLabel));
        if (FineTuned is not null)
            columns.Add(("fine-tuned", FineTuned.PerLabel));
        return columns;
    }
}

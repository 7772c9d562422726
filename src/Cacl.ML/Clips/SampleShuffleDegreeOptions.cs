using Cacl.Clips;

namespace Cacl.ML;

/// <summary>Settings of the shuffle-degree sampler.</summary>
public sealed record SampleShuffleDegreeOptions
{
    /// <summary>How orders are drawn.</summary>
    /// <value>Default: <see cref="ShuffleSampling.UniformDegree"/>.</value>
    public ShuffleSampling Sampling { get; init; } = ShuffleSampling.UniformDegree;

    /// <summary>What orders follow from, together with the clip's pixels.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>A further column that tells the order: Vector&lt;Int32, frames&gt;, for each place the frame that stands there. Null adds none.</summary>
    /// <value>Default: null.</value>
    public string? OrderColumnName { get; init; }

    internal void Validate(string outputColumnName, string degreeColumnName)
    {
        var faults = new List<string>();
        if (!Enum.IsDefined(Sampling))
            faults.Add($"{nameof(Sampling)} is {Sampling}; it must be one of {string.Join(", ", Enum.GetNames<ShuffleSampling>())}.");
        if (OrderColumnName is "")
            faults.Add($"{nameof(OrderColumnName)} is empty; it must be null or a name.");
        if (outputColumnName == degreeColumnName || outputColumnName == OrderColumnName || degreeColumnName == OrderColumnName)
            faults.Add($"The columns of clips, degrees and orders are '{outputColumnName}', '{degreeColumnName}' and '{OrderColumnName}'; their names must differ.");
        if (faults.Count > 0)
            throw new ArgumentException($"{nameof(SampleShuffleDegreeOptions)}: {string.Join(" ", faults)}");
    }
}

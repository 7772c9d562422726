using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Demo;

/// <summary>What a run found out so far. Filled as the run goes; a run that is stopped writes what is there.</summary>
internal sealed class Results
{
    internal required DemoOptions Options { get; init; }

    internal Plan? Plan { get; set; }

    internal CaclOptions? Settings { get; set; }

    internal IReadOnlyList<SkippedVideo> Skipped { get; set; } = [];

    internal IReadOnlyList<TrainingProgress> History { get; set; } = [];

    internal double? TrainingSeconds { get; set; }

    internal bool Stopped { get; set; }

    internal Measures? Trained { get; set; }

    internal Measures? Untrained { get; set; }

    internal Measures? ByChance { get; set; }

    /// <summary>The last step of the last stage.</summary>
    internal TrainingProgress? LastStep => History.Count > 0 ? History[^1] : null;
}

using System.Globalization;
using System.Text;
using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>The single figures of an evaluation as lines of text.</summary>
internal static class EvaluationTable
{
    private const int NumberWidth = 11;

    public static string Of(EvaluationResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Protocol}: {Heading(result)}\n");
        foreach (string line in Faulty(result))
            text.Append(CultureInfo.InvariantCulture, $"{line}\n");

        IReadOnlyList<(string Name, double Value, double? Chance)> figures = result.Trained.Figures();
        double[]? untrained = result.Untrained is null ? null : [.. result.Untrained.Figures().Select(figure => figure.Value)];
        int width = figures.Max(figure => figure.Name.Length);
        text.Append('\n').Append("measure".PadRight(width)).Append("trained".PadLeft(NumberWidth));
        text.Append(untrained is null ? "" : "untrained".PadLeft(NumberWidth)).Append("chance".PadLeft(NumberWidth)).Append('\n');
        for (int i = 0; i < figures.Count; i++)
        {
            text.Append(figures[i].Name.PadRight(width)).Append(Percent(figures[i].Value));
            text.Append(untrained is null ? "" : Percent(untrained[i])).Append(Percent(figures[i].Chance)).Append('\n');
        }

        if (Similarities(result) is { Count: > 0 } similarities)
        {
            text.Append('\n').Append("mean similarity".PadRight(width)).Append("same clip".PadLeft(NumberWidth)).Append("others".PadLeft(NumberWidth)).Append('\n');
            foreach ((string name, double positive, double? others) in similarities)
                text.Append(name.PadRight(width)).Append(Plain(positive)).Append(Plain(others)).Append('\n');
        }

        if (result.Trained.LinearProbeConverged == false || result.Untrained?.LinearProbeConverged == false)
            text.Append("\nA linear probe was not fitted to the end: allow it more steps.\n");
        return text.ToString();
    }

    /// <summary>What was measured, in one line.</summary>
    public static string Heading(EvaluationResult result) =>
        $"{result.TestVideos} test videos against {result.TrainVideos} training videos, {result.Options.Selection.ClipCount} clips each, "
        + (result.Options.Feature == VideoFeature.Pooled ? "pooled features" : "features of the last map");

    /// <summary>A line for each part of the data set that has videos which can't be used, and one for those that were used in part.</summary>
    public static IEnumerable<string> Faulty(EvaluationResult result)
    {
        foreach ((string part, IReadOnlyList<SkippedVideo> skipped, int used) in new[] { ("training", result.SkippedTrain, result.TrainVideos), ("test", result.SkippedTest, result.TestVideos) })
        {
            if (skipped.Count > 0)
                yield return $"{skipped.Count} of {skipped.Count + used} {part} videos could not be used and are not in the figures. The first: {skipped[0].Path}: {skipped[0].Reason}";
        }

        if (result.UsedInPart is [IncompleteVideo first, ..])
            yield return $"{result.UsedInPart.Count} of {result.TrainVideos + result.TestVideos} videos end early and were used in part. The first: {first.Path}: it {first.Reason}";
    }

    /// <summary>The mean similarity of each positive pair, and that of clips of different videos.</summary>
    public static IReadOnlyList<(string Name, double Positive, double? Others)> Similarities(EvaluationResult result)
    {
        var rows = new List<(string, double, double?)>();
        foreach ((string network, NetworkMetrics? metrics) in new[] { ("trained", result.Trained), ("untrained", result.Untrained) })
        {
            if (metrics?.PositivePairs is not { } pairs)
                continue;
            foreach ((CaclPositives pair, double positive) in pairs.Positives)
                rows.Add(($"{Symbols(pair)}, {network}", positive, pairs.Others.TryGetValue(pair, out double others) ? others : null));
        }

        return rows;
    }

    private static string Symbols(CaclPositives pair) => pair switch
    {
        CaclPositives.QueryKey => "(q, k)",
        CaclPositives.QueryTransformerQuery => "(q, tq)",
        CaclPositives.QueryTransformerKey => "(q, tk)",
        CaclPositives.TransformerQueryTransformerKey => "(tq, tk)",
        _ => pair.ToString(),
    };

    private static string Plain(double? value) => (value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "").PadLeft(NumberWidth);

    private static string Percent(double? value) =>
        (value is { } number ? (100 * number).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "").PadLeft(NumberWidth);
}

using System.Globalization;

namespace Cacl.Learning;

/// <summary>An evaluation as a page.</summary>
internal static class EvaluationReport
{
    public static RunReport Of(EvaluationResult result)
    {
        IReadOnlyList<(string Name, double Value, double? Chance)> untrained = result.Untrained?.Figures() ?? [];
        return new RunReport
        {
            Title = result.Protocol,
            Summary = EvaluationTable.Heading(result),
            Notice = string.Join(" ", EvaluationTable.Faulty(result)) is { Length: > 0 } notice ? notice : null,
            KeyNumbers = [.. result.Trained.Figures().Select((figure, i) => new KeyNumber(figure.Name, figure.Value, untrained.Count > 0 ? untrained[i].Value : null, figure.Chance))],
            ClassConfusions = [.. Confusions("trained", result.Trained), .. result.Untrained is null ? [] : Confusions("untrained", result.Untrained)],
            Tables = [PerClass("Results of each class, trained", result.Trained), .. result.Untrained is null ? Array.Empty<ReportTable>() : [PerClass("Results of each class, untrained", result.Untrained)]],
            Skipped = [.. result.SkippedTrain, .. result.SkippedTest],
        };
    }

    private static IEnumerable<TitledConfusion> Confusions(string network, NetworkMetrics metrics)
    {
        yield return new TitledConfusion($"Nearest neighbour, {network}", metrics.NearestNeighbour.Confusion);
        if (metrics.LinearProbe is { } probe)
            yield return new TitledConfusion($"Linear probe, {network}", probe.Confusion);
        if (metrics.FineTuned is { } fineTuned)
            yield return new TitledConfusion($"Fine-tuned, {network}", fineTuned.Confusion);
    }

    private static ReportTable PerClass(string title, NetworkMetrics metrics)
    {
        IReadOnlyList<(string Name, IReadOnlyDictionary<string, double> PerLabel)> columns = metrics.PerClass();
        ClassConfusion confusion = metrics.NearestNeighbour.Confusion;
        Dictionary<string, int> videos = confusion.Labels.Zip(confusion.Counts, (label, row) => (label, row.Sum())).ToDictionary();
        return new ReportTable(
            title,
            ["Class", "Test videos", .. columns.Select(column => column.Name)],
            [.. metrics.Retrieval.PerLabel.Keys.Select(label => (IReadOnlyList<string>)
                [label, videos[label].ToString(CultureInfo.InvariantCulture), .. columns.Select(column => Markup.Percent(column.PerLabel[label]))])]);
    }
}

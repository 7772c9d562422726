using System.Globalization;
using Cacl.Clips;
using Cacl.Reports;

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
            Confusions = [.. Degrees("Trained", result.Trained), .. Degrees("Untrained", result.Untrained)],
            ClassConfusions = [.. Confusions("trained", result.Trained), .. result.Untrained is null ? [] : Confusions("untrained", result.Untrained)],
            Tables = [.. Similarities(result), PerClass("Results of each class, trained", result.Trained), .. result.Untrained is null ? Array.Empty<ReportTable>() : [PerClass("Results of each class, untrained", result.Untrained)]],
            Skipped = [.. result.SkippedTrain, .. result.SkippedTest],
            Settings = [.. Settings(result)],
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

    private static IEnumerable<DegreeConfusion> Degrees(string title, NetworkMetrics? metrics)
    {
        if (metrics?.ShuffleDegree is not { } degrees)
            yield break;
        int classes = degrees.Confusion.GetLength(0);
        var confusion = new DegreeConfusion(title, [.. Enumerable.Range(0, classes).Select(ShuffleDegree.DegreeOf)], degrees.Sampling.ToString(), degrees.Chance);
        for (int actual = 0; actual < classes; actual++)
        {
            for (int predicted = 0; predicted < classes; predicted++)
                confusion.Add(actual, predicted, degrees.Confusion[actual, predicted]);
        }

        yield return confusion;
    }

    private static IEnumerable<ReportTable> Similarities(EvaluationResult result)
    {
        IReadOnlyList<(string Name, double Positive, double? Others)> rows = EvaluationTable.Similarities(result);
        if (rows.Count > 0)
            yield return new ReportTable(
                "Mean similarity of positive pairs", ["Pair", "Views of a clip", "Clips of different videos"],
                [.. rows.Select(row => (IReadOnlyList<string>)[row.Name, Markup.Number(row.Positive), row.Others is { } others ? Markup.Number(others) : "–"])]);
    }

    private static IEnumerable<NamedText> Settings(EvaluationResult result)
    {
        EvaluationOptions options = result.Options;
        ClipOptions clips = result.Encoder.Clips;
        yield return new NamedText("Clips", $"{clips.Frames} frames at interval {clips.Interval}, {clips.CropSize} x {clips.CropSize} pixels, at {options.ClipsPerVideo} even places, crop {options.Crop}");
        yield return new NamedText("Feature", options.Feature.ToString());
        if (options.LinearProbe is { } probe)
            yield return new NamedText("Linear probe", FormattableString.Invariant($"L2 {probe.L2}"));
        if (options.FineTuning is { } tuning)
            yield return new NamedText("Fine-tuning", FormattableString.Invariant($"{(tuning.Freeze ? "classifier of the frozen encoder alone, " : "")}{tuning.Optimizer}, rate {tuning.LearningRate}, {(tuning.Steps is { } steps ? $"{steps} steps" : $"{tuning.Epochs} epochs")} of batches of {tuning.BatchSize}, weight decay {tuning.WeightDecay}"));
        if (options.Untrained)
            yield return new NamedText("Seed of the untrained network", options.UntrainedSeed.ToString(CultureInfo.InvariantCulture));
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

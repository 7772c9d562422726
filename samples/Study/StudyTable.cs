using System.Text;
using Cacl.Learning;

namespace Cacl.Study;

/// <summary>The results as tables: a row for each variant, means and spreads over seeds.</summary>
internal sealed class StudyTable(StudyOptions options, IReadOnlyList<StudyData> data, IReadOnlyList<RunResult> results)
{
    private static readonly (CaclPositives Pair, string Name)[] Pairs =
    [
        (CaclPositives.QueryKey, "(q, k)"), (CaclPositives.QueryTransformerQuery, "(q, tq)"),
        (CaclPositives.QueryTransformerKey, "(q, tk)"), (CaclPositives.TransformerQueryTransformerKey, "(tq, tk)"),
    ];

    /// <summary>What was measured, on which videos, and how the figures are to be read.</summary>
    public string Summary =>
        $"{Budget}; "
        + (options.Select
            ? "measured on a part of train that was held out, so that settings may be chosen by these figures. "
            : "measured on the validation videos, by which no setting may be chosen. ")
        + $"Percent; mean ± standard deviation (range) over seeds. A figure alone is of one seed. What stands above {Reference ?? "another"} is of runs of the same seed.";

    // CACL's frame network learns before that.
    private string Budget => options.Shared.Steps is { } steps ? $"{steps * options.Shared.BatchSize} videos shown to each" : $"{options.Shared.Epochs} epochs each";

    // The variant that the others are held against; null where it is not among them.
    private string? Reference => options.Variants.FirstOrDefault(variant => variant.IsReference)?.Name;

    /// <summary>The figures of one run in a line.</summary>
    public static string Line(RunResult result) => result.Fault
        ?? $"R@1 {Percent(result.RecallAt1)}, R@5 {Percent(result.RecallAt5)}, probe {Percent(result.LinearProbe)}, degree {Percent(result.Degree)}; {result.TrainingSeconds:0} s of training, {result.Seconds:0} s in all";

    /// <summary>Two tables for each set of videos: what the encoders are worth, and how alike they find each positive pair.</summary>
    public IReadOnlyList<ReportTable> Tables() =>
    [
        .. from one in data
           let ofData = results.Where(result => result.Data == one.Name).ToArray()
           where ofData.Length > 0
           from table in ofData.Any(result => result.Pairs.Count > 0) ? new[] { Figures(one, ofData), Similarities(one, ofData) } : [Figures(one, ofData)]
           select table,
    ];

    /// <summary>Writes study.txt and study.html, and prints the former.</summary>
    public void Write(string folder, TextWriter console)
    {
        IReadOnlyList<ReportTable> tables = Tables();
        var text = new StringBuilder().Append(Summary).Append('\n');
        foreach (ReportTable table in tables)
            text.Append(Plain(table));
        File.WriteAllText(Path.Join(folder, "study.txt"), text.ToString());
        new RunReport
        {
            Title = "What each variant is worth",
            Summary = Summary,
            Tables = tables,
            Settings = [.. options.Variants.Select(variant => new NamedText(variant.Name, variant.What))],
        }.Write(Path.Join(folder, "study.html"));
        console.WriteLine();
        console.Write(text);
        console.WriteLine($"Written: {Path.Join(folder, "study.html")}");
    }

    private ReportTable Figures(StudyData one, IReadOnlyList<RunResult> ofData)
    {
        RunResult? any = ofData.FirstOrDefault(result => result.Fault is null);
        string heading = any is null ? one.Name : $"{one.Name}: {any.TrainVideos} videos to learn from and find, {any.TestVideos} that search; chance {Percent(any.Chance)}, degree {Percent(ofData.Select(result => result.DegreeChance).FirstOrDefault(chance => chance is not null))}";
        return new ReportTable(heading, ["variant", "seeds", "R@1", "R@5", "nearest, mean over classes", "linear probe", "degree", "seconds", "seconds an epoch", $"R@1 above {Reference ?? "–"}"], Rows(ofData, runs =>
        [
            Share(runs, run => run.RecallAt1), Share(runs, run => run.RecallAt5), Share(runs, run => run.NearestNeighbour), Share(runs, run => run.LinearProbe),
            Share(runs, run => run.Degree), Spread.Of(runs.Select(run => run.Fault is null ? (double?)run.TrainingSeconds : null))?.ToText(1, "0") ?? "–",
            Spread.Of(runs.Select(run => run.EpochSeconds))?.ToText(1, "0.0") ?? "–",
            AboveReference(runs, ofData),
        ]));
    }

    // Without the similarity of others a figure says nothing: networks that collapsed find everything alike.
    private ReportTable Similarities(StudyData one, IReadOnlyList<RunResult> ofData) =>
        new($"{one.Name}: mean similarity of each positive pair / of other videos", ["variant", "seeds", .. Pairs.Select(pair => pair.Name)], Rows(ofData, runs =>
        [
            .. Pairs.Select(pair => pair.Pair).Select(pair => Plain(runs.Select(run => run.Pairs.GetValueOrDefault(pair)?.Positive)) + " / " + Plain(runs.Select(run => run.Pairs.GetValueOrDefault(pair)?.Others))),
        ]));

    private IReadOnlyList<IReadOnlyList<string>> Rows(IReadOnlyList<RunResult> ofData, Func<IReadOnlyList<RunResult>, IReadOnlyList<string>> cells)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (Variant variant in options.Variants)
        {
            RunResult[] runs = [.. ofData.Where(result => result.Variant == variant.Name)];
            int faulty = runs.Count(run => run.Fault is not null);
            if (runs.Length > 0)
                rows.Add([variant.Name, faulty == 0 ? $"{runs.Length}" : $"{runs.Length}, {faulty} diverged", .. cells(runs)]);
        }

        return rows;
    }

    // Of runs of one seed each time: seeds differ more than variants do, and what they share is no part of the difference.
    private string AboveReference(IReadOnlyList<RunResult> runs, IReadOnlyList<RunResult> ofData)
    {
        if (runs[0].Variant == Reference)
            return "–";
        Dictionary<int, double?> reference = ofData.Where(result => result.Variant == Reference).ToDictionary(result => result.Seed, result => result.RecallAt1);
        return Spread.Of(runs.Select(run => run.RecallAt1 - reference.GetValueOrDefault(run.Seed)))?.ToText(100, "+0.0;-0.0;0.0") ?? "–";
    }

    private static string Plain(ReportTable table)
    {
        IReadOnlyList<string>[] rows = [table.Headings, .. table.Rows];
        int[] widths = [.. Enumerable.Range(0, table.Headings.Count).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder().Append('\n').Append(table.Title).Append('\n');
        foreach (IReadOnlyList<string> row in rows)
            text.AppendJoin("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append('\n');
        return text.ToString();
    }

    private static string Share(IReadOnlyList<RunResult> runs, Func<RunResult, double?> figure) => Spread.Of(runs.Select(figure))?.ToText(100, "0.0") ?? "–";

    private static string Plain(IEnumerable<double?> figures) => Spread.Of(figures) is { } spread ? spread.Mean.ToString("0.00") : "–";

    private static string Percent(double? value) => value is { } number ? $"{100 * number:0.0}" : "–";
}

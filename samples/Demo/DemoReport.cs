using System.Globalization;
using Cacl.Clips;
using Cacl.Learning;
using Cacl.Reports;

namespace Cacl.Demo;

/// <summary>Puts the results of a run into report.html.</summary>
internal static class DemoReport
{
    internal static RunReport Of(Results results, Embeddings? trained, Embeddings? untrained, IReadOnlyList<GalleryRow> gallery)
    {
        var plan = results.Plan!;
        int videos = plan.UsableTrain + plan.UsableValidate;
        return new RunReport
        {
            Title = $"CACL on {videos} videos",
            Summary = plan.Description + " Every number stands beside the same network before training.",
            Notice = results.Stopped ? "The run was stopped before its end. The weights are what was learned until then; the evaluation is missing." : null,
            KeyNumbers = [.. KeyNumbers(results)],
            Facts = [.. Facts(results)],
            History = results.History,
            Confusions = [.. Confusions(results)],
            Gallery = gallery,
            Maps = trained is null || untrained is null ? [] : [Map("Trained", trained), Map("Untrained", untrained)],
            Skipped = results.Skipped,
            Settings = [new("seed", results.Options.Seed.ToString(CultureInfo.InvariantCulture)), new("packages", SummaryFile.Packages), .. RunSettings.ToText(results.Settings)],
        };
    }

    /// <summary>The measures, trained beside untrained beside chance.</summary>
    internal static IEnumerable<KeyNumber> KeyNumbers(Results results)
    {
        if (results is not { Trained: { } trained, Untrained: { } untrained, ByChance: { } chance, Plan: { } plan })
            yield break;
        string sought = plan.Protocol == Protocol.TrainToValidate ? "of the class" : "of the source video";
        foreach (int k in trained.Retrieval.Keys.Order())
            yield return new($"Retrieval R@{k}", trained.Retrieval[k], untrained.Retrieval[k], chance.Retrieval[k], sought);
        if (trained.NearestNeighbour is not null)
            yield return new("Nearest neighbour", trained.NearestNeighbour, untrained.NearestNeighbour, chance.NearestNeighbour, plan.Protocol == Protocol.Halves ? "of the class, among other videos" : "of the class");
        if (trained.ClassifierAccuracy is not null)
            yield return new("Classifier", trained.ClassifierAccuracy, untrained.ClassifierAccuracy, chance.ClassifierAccuracy, "ML.NET's LbfgsMaximumEntropy on the embedding");
        if (trained.ShuffleDegree is { } degree)
            yield return new("Shuffle degree", degree.Accuracy, untrained.ShuffleDegree?.Accuracy, degree.Chance, $"unseen clips, sampler {degree.Sampling}");
    }

    private static IEnumerable<NamedText> Facts(Results results)
    {
        var plan = results.Plan!;
        yield return new("Learned from", Count(plan.UsableTrain));
        if (plan.ValidateFolder is not null)
            yield return new("Evaluated on", Count(plan.UsableValidate));
        yield return new("Skipped", results.Skipped.Count.ToString(CultureInfo.InvariantCulture));
        if (results.TrainingSeconds is { } seconds)
            yield return new("Training time", ProgressLine.Duration(TimeSpan.FromSeconds(seconds)));
        if (results.LastStep is not { } last)
            yield break;
        yield return new("Steps", last.Step.ToString(CultureInfo.InvariantCulture));
        yield return new("Clips per second", last.ClipsPerSecond.ToString("0.0", CultureInfo.InvariantCulture));
        yield return new("Final loss", last.Loss.ToString("0.000", CultureInfo.InvariantCulture));
    }

    private static IEnumerable<DegreeConfusion> Confusions(Results results)
    {
        foreach (var (title, metrics) in new[] { ("Trained", results.Trained?.ShuffleDegree), ("Untrained", results.Untrained?.ShuffleDegree) })
        {
            if (metrics is null)
                continue;
            int classes = metrics.Confusion.GetLength(0);
            var confusion = new DegreeConfusion(title, [.. Enumerable.Range(0, classes).Select(ShuffleDegree.DegreeOf)], metrics.Sampling.ToString(), metrics.Chance);
            for (int actual = 0; actual < classes; actual++)
                for (int predicted = 0; predicted < classes; predicted++)
                    confusion.Add(actual, predicted, metrics.Confusion[actual, predicted]);
            yield return confusion;
        }
    }

    private static EmbeddingMap Map(string title, Embeddings embeddings)
    {
        VideoPart[] parts = [.. embeddings.GalleryParts, .. embeddings.QueryParts];
        return EmbeddingMap.Of(title, [.. embeddings.Gallery, .. embeddings.Queries], [.. parts.Select(part => part.Class ?? part.Answer)], [.. parts.Select(Named)]);
    }

    private static string Named(VideoPart part) =>
        part.Segment == VideoSegment.FirstHalf ? part.Name + ", first half" : part.Segment == VideoSegment.SecondHalf ? part.Name + ", second half" : part.Name;

    private static string Count(int videos) => videos == 1 ? "1 video" : $"{videos} videos";
}

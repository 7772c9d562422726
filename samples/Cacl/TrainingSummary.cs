using System.Globalization;
using System.Text.Json.Nodes;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>What a training run did, as summary.json and report.html tell it.</summary>
internal sealed class TrainingSummary(TrainingResult result, int videos)
{
    private readonly TrainingProgress? last = result.History.Count > 0 ? result.History[^1] : null;

    private string Method => result.Encoder.Settings.Method is { Length: > 0 } method ? method : "untrained";

    private int Used => videos - result.Skipped.Count;

    // A stage before the method's own teaches the encoder nothing.
    private bool HasLearned => result.History.Any(step => step.Stage == result.Encoder.Settings.Method);

    /// <summary>What became of the encoder, in a line.</summary>
    internal string Outcome => HasLearned
        ? $"learned from {Used} videos in {Duration}"
        : $"not trained: the run ended before the first step of {result.Options.Stages[^1]}, and the weights are those that were drawn";

    private string Duration => ProgressLine.Duration(TimeSpan.FromSeconds(result.Seconds));

    internal JsonObject ToJson() => new()
    {
        ["method"] = Method,
        ["stopped"] = result.Stopped,
        ["settings"] = RunSettings.ToJson(result.Options),
        ["videos"] = new JsonObject
        {
            ["train"] = Used,
            ["skipped"] = new JsonArray([.. result.Skipped.Select(video => new JsonObject { ["path"] = video.Path, ["reason"] = video.Reason })]),
            ["usedInPart"] = new JsonArray([.. result.UsedInPart.Select(video => new JsonObject { ["path"] = video.Path, ["reason"] = video.Reason })]),
        },
        ["training"] = new JsonObject
        {
            ["stage"] = last?.Stage,
            ["steps"] = last?.Step ?? 0,
            ["seconds"] = Math.Round(result.Seconds, 3),
            ["clipsPerSecond"] = Number(last?.ClipsPerSecond),
            ["finalLoss"] = Number(last?.Loss),
        },
    };

    internal RunReport ToReport() => new()
    {
        Title = HasLearned ? $"{Method} on {Used} videos" : "An encoder that was not trained",
        Summary = $"An encoder of {result.Encoder.FeatureLength} numbers a video, {(HasLearned ? "learned without labels" : Outcome)}.",
        Notice = result.Stopped ? "The run was stopped before its end. The weights are what was learned until then." : null,
        Facts = [.. Facts()],
        History = result.History,
        Skipped = result.Skipped,
        Settings = [.. RunSettings.ToText(result.Options)],
    };

    private IEnumerable<NamedText> Facts()
    {
        yield return new("Learned from", HasLearned ? $"{Used} videos" : "no video");
        yield return new("Skipped", result.Skipped.Count.ToString(CultureInfo.InvariantCulture));
        yield return new("Training time", Duration);
        if (last is null)
            yield break;
        yield return new("Steps", last.Step.ToString(CultureInfo.InvariantCulture));
        yield return new("Clips per second", last.ClipsPerSecond.ToString("0.0", CultureInfo.InvariantCulture));
        yield return new("Final loss", last.Loss.ToString("0.000", CultureInfo.InvariantCulture));
    }

    private static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 6) : null;
}

using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cacl.Clips;
using Cacl.Files;
using Cacl.Learning;

namespace Cacl.Demo;

/// <summary>Writes summary.json. The same seed, videos and machine give the same numbers, but for seconds and clips per second.</summary>
internal static class SummaryFile
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>"nuget" or "polyfill": what the program was built on.</summary>
    internal static string Packages { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Packages").Value!;

    internal static void Write(string path, Results results) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson(results).ToJsonString(Json) + "\n")));

    private static JsonObject ToJson(Results results)
    {
        return new JsonObject
        {
            ["packages"] = Packages,
            ["seed"] = results.Options.Seed,
            ["stopped"] = results.Stopped,
            ["protocol"] = results.Plan?.Description,
            ["settings"] = RunSettings.ToJson(results.Settings),
            ["videos"] = new JsonObject
            {
                ["train"] = results.Plan?.UsableTrain,
                ["validate"] = results.Plan?.UsableValidate,
                ["skipped"] = new JsonArray([.. results.Skipped.Select(Skipped)]),
            },
            ["training"] = new JsonObject
            {
                ["stage"] = results.LastStep?.Stage,
                ["steps"] = results.LastStep?.Step ?? 0,
                ["seconds"] = Number(results.TrainingSeconds, 3),
                ["clipsPerSecond"] = Number(results.LastStep?.ClipsPerSecond, 3),
                ["finalLoss"] = Number(results.LastStep?.Loss, 6),
            },
            ["untrained"] = Network(results.Untrained),
            ["trained"] = Network(results.Trained),
            ["chance"] = Chance(results.ByChance),
            ["shuffleDegree"] = Degree(results.Trained?.ShuffleDegree),
        };
    }

    private static JsonNode Skipped(SkippedVideo video) => new JsonObject { ["path"] = video.Path, ["reason"] = video.Reason };

    // Chance of the shuffle degree stands beside its accuracy, because it depends on the sampler.
    private static JsonObject? Chance(Measures? measures)
    {
        var chance = Network(measures);
        chance?.Remove("shuffleDegree");
        return chance;
    }

    private static JsonObject? Network(Measures? measures) => measures is null ? null : new JsonObject
    {
        ["retrieval"] = new JsonObject
        {
            ["r1"] = At(measures, 1),
            ["r5"] = At(measures, 5),
            ["r10"] = At(measures, 10),
        },
        ["nearestNeighbour"] = Number(measures.NearestNeighbour, 6),
        ["classifierAccuracy"] = Number(measures.ClassifierAccuracy, 6),
        ["shuffleDegree"] = Degree(measures.ShuffleDegree),
    };

    private static JsonObject? Degree(ShuffleDegreeMetrics? metrics) => metrics is null ? null : new JsonObject
    {
        ["accuracy"] = Number(metrics.Accuracy, 6),
        ["chance"] = Number(metrics.Chance, 6),
        ["sampler"] = metrics.Sampling.ToString(),
        ["clips"] = metrics.Clips,
    };

    private static JsonNode? At(Measures measures, int k) => Number(measures.Retrieval.TryGetValue(k, out double value) ? value : null, 6);

    private static JsonNode? Number(double? value, int digits) => value is { } number && double.IsFinite(number) ? Math.Round(number, digits) : null;
}

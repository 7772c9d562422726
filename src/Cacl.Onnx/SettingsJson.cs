using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cacl.Onnx;

/// <summary>Reads settings that lie in a file as JSON: just those that are written there, each of them.</summary>
/// <remarks>A setting that lacks would be another one by its default, and one that is not known would be left out of account.</remarks>
internal static class SettingsJson
{
    /// <summary>Reads settings.</summary>
    /// <param name="json">The text.</param>
    /// <param name="options">How they were written.</param>
    /// <param name="collectFaults">Adds a line for every setting that is out of range.</param>
    /// <exception cref="JsonException">They can't be read, are out of range, lack a setting, or have one that there is not; the message names it.</exception>
    public static T Read<T>(string json, JsonSerializerOptions options, Action<T, List<string>> collectFaults)
        where T : class
    {
        JsonNode? found = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        T settings = JsonSerializer.Deserialize<T>(json, options) ?? throw new JsonException("they are null.");
        var faults = new List<string>();
        collectFaults(settings, faults);
        if (faults.Count == 0)
            Compare(found, JsonSerializer.SerializeToNode(settings, options), "", faults);
        return faults.Count == 0 ? settings : throw new JsonException(string.Join(" ", faults));
    }

    private static void Compare(JsonNode? found, JsonNode? expected, string prefix, List<string> faults)
    {
        if (found is not JsonObject foundSettings || expected is not JsonObject expectedSettings)
            return;
        faults.AddRange(Names(expectedSettings).Except(Names(foundSettings)).Select(name => $"The setting {prefix}{name} is missing."));
        faults.AddRange(Names(foundSettings).Except(Names(expectedSettings)).Select(name => $"There is no setting {prefix}{name}."));
        foreach (string name in Names(foundSettings).Intersect(Names(expectedSettings)))
            Compare(foundSettings[name], expectedSettings[name], $"{prefix}{name}.", faults);
    }

    private static IEnumerable<string> Names(JsonObject settings) => settings.Select(setting => setting.Key);
}

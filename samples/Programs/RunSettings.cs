using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cacl.Learning;

namespace Cacl.Samples.Programs;

/// <summary>The settings of a training run as names and values.</summary>
public static class RunSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Nested, as the options are.</summary>
    public static JsonNode? ToJson(TrainingOptions? options) => options is null ? null : JsonSerializer.SerializeToNode(options, options.GetType(), Json);

    /// <summary>A line each, with dots where options lie in options.</summary>
    public static IEnumerable<NamedText> ToText(TrainingOptions? options) => Flatten("", ToJson(options));

    private static IEnumerable<NamedText> Flatten(string prefix, JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Flatten(prefix.Length == 0 ? member.Key : $"{prefix}.{member.Key}", member.Value)),
        JsonArray items => [new(prefix, string.Join(", ", items.Select(item => item?.ToString() ?? "null")))],
        _ => [new(prefix, node?.ToString() ?? "null")],
    };
}

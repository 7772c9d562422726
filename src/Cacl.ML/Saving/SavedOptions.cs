using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cacl.ML;

/// <summary>A component's options as text, with the component's name and a format.</summary>
/// <remarks>A format is a promise: what is written under its number stays readable, and says all that bears on values.</remarks>
internal static class SavedOptions
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>The text of options.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="format">What the component calls this form of its options.</param>
    /// <param name="options">A record without anything that is null or lives in this process.</param>
    public static string Write<T>(string component, int format, T options) =>
        JsonSerializer.Serialize(new Envelope<T> { Component = component, Format = format, Options = options }, Json);

    /// <summary>The options of a text.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="format">The form that this version writes and reads.</param>
    /// <param name="text">What <see cref="Write"/> gave.</param>
    /// <exception cref="InvalidDataException">The text is damaged, of another component or of a newer format; the message says which.</exception>
    public static T Read<T>(string component, int format, ReadOnlySpan<char> text)
    {
        try
        {
            Head head = JsonSerializer.Deserialize<Head>(text, Json) ?? throw Damaged(component, "they are null.");
            if (head.Component != component)
                throw Damaged(component, $"they are those of '{head.Component}'.");
            if (head.Format > format)
                throw new InvalidDataException($"The model's {component} is of format {head.Format}; this version of Cacl.ML ({Version}) reads format {format}. Load the model with the version that saved it, or a later one.");
            if (head.Format < format)
                throw Damaged(component, $"they are of format {head.Format}, which there never was.");
            return JsonSerializer.Deserialize<Envelope<T>>(text, Json)!.Options;
        }
        catch (JsonException exception)
        {
            throw Damaged(component, exception.Message, exception);
        }
    }

    /// <summary>What tells that a model's options can't be used.</summary>
    public static InvalidDataException Damaged(string component, string what, Exception? cause = null) =>
        new($"The model's {component} has damaged options: {what}", cause);

    private static string Version => typeof(SavedOptions).Assembly.GetName().Version is { } version ? version.ToString(3) : "";

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    private sealed class Head
    {
        public required string Component { get; init; }

        public required int Format { get; init; }
    }

    private sealed class Envelope<T>
    {
        public required string Component { get; init; }

        public required int Format { get; init; }

        public required T Options { get; init; }
    }
}

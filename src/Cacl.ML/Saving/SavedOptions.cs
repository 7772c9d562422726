using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cacl.Onnx;

namespace Cacl.ML;

/// <summary>A component's options as text, with the component's name and a format.</summary>
/// <remarks>A format is a promise: what is written under its number stays readable, and says all that bears on values.</remarks>
internal static class SavedOptions
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>The text of options.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="format">What the component calls this form of its options.</param>
    /// <param name="options">A record without anything that is null or lives in this process.</param>
    public static string Write<T>(string component, int format, T options)
    {
        JsonElement body = JsonSerializer.SerializeToElement(options, Json);
        return JsonSerializer.Serialize(new Envelope { Component = component, Format = format, Check = CheckOf(body), Options = body }, Json);
    }

    /// <summary>The options of a text.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="format">The form that this version writes and reads.</param>
    /// <param name="text">What <see cref="Write"/> gave.</param>
    /// <exception cref="InvalidDataException">The text is damaged, of another component or of a newer format; the message says which.</exception>
    public static T Read<T>(string component, int format, ReadOnlySpan<char> text)
        where T : class
    {
        try
        {
            Envelope envelope = JsonSerializer.Deserialize<Envelope>(text, Json) ?? throw Damaged(component, "they are null.");
            if (envelope.Component != component)
                throw Damaged(component, $"they are those of '{envelope.Component}'.");
            if (envelope.Format > format)
                throw new InvalidDataException($"The model's {component} is of format {envelope.Format}; this version of Cacl.ML ({Version}) reads format {format}. Load the model with the version that saved it, or a later one.");
            if (envelope.Format < format)
                throw Damaged(component, $"they are of format {envelope.Format}, which there never was.");
            if (envelope.Options.ValueKind != JsonValueKind.Object || envelope.Check != CheckOf(envelope.Options))
                throw Damaged(component, "they are not those that were saved.");
            return SettingsJson.Read<T>(envelope.Options.GetRawText(), Json, (_, _) => { });
        }
        catch (JsonException exception)
        {
            throw Damaged(component, exception.Message, exception);
        }
    }

    /// <summary>What tells that a model's options can't be used.</summary>
    public static InvalidDataException Damaged(string component, string what, Exception? cause = null) =>
        new($"The model's {component} has damaged options: {what}", cause);

    // Not the assembly's own, which is the same for all versions.
    private static string Version => typeof(SavedOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    // A changed digit would be other clips, and no archive's checksum need be looked at when it is read.
    private static string CheckOf(JsonElement options) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(options.GetRawText())).AsSpan(0, 8));

    /// <remarks>Component and format stay in every later format; what else it has is passed over, so that it is told to be newer.</remarks>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    private sealed class Envelope
    {
        public required string Component { get; init; }

        public required int Format { get; init; }

        public string Check { get; init; } = "";

        public JsonElement Options { get; init; }
    }
}

using Cacl.Clips;
using Cacl.Onnx;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>What an encoder needs beside its weights: its network, and how clips are prepared for it.</summary>
public sealed record EncoderSettings
{
    private static readonly JsonSerializerOptions Json = new()
    {
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The network's shape.</summary>
    public required EncoderArchitecture Architecture { get; init; }

    /// <summary>How clips are taken from a video.</summary>
    public required ClipOptions Clips { get; init; }

    /// <summary>Whether each clip's background is subtracted.</summary>
    public required bool BackgroundSubtraction { get; init; }

    /// <summary>Clips whose features are averaged to a video's.</summary>
    public required int EmbedClips { get; init; }

    /// <summary>What the weights were trained by, such as cacl; empty when unknown.</summary>
    /// <value>Default: empty.</value>
    public string Method { get; init; } = "";

    /// <summary>How many videos they were trained on; 0 when unknown.</summary>
    /// <value>Default: 0.</value>
    public int TrainingVideos { get; init; }

    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    internal static EncoderSettings FromJson(string json)
    {
        using (JsonDocument document = JsonDocument.Parse(json))
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException("they are no JSON object.");
            if (document.RootElement.TryGetProperty(nameof(Architecture), out JsonElement architecture) && architecture.ValueKind == JsonValueKind.Object && !architecture.TryGetProperty(EncoderArchitecture.NetworkKey, out _))
                throw new JsonException($"their {nameof(Architecture)} does not name its {EncoderArchitecture.NetworkKey}; the file is of another version of this library, and its encoder must be trained anew.");
        }

        return SettingsJson.Read<EncoderSettings>(json, Json, (settings, faults) => faults.AddRange(settings.Faults()));
    }

    /// <summary>A line for every setting that is out of range.</summary>
    internal List<string> Faults()
    {
        var faults = new List<string>();
        Architecture.CollectFaults(nameof(Architecture), faults);
        EncoderMetadata.CollectFaults(Clips, EmbedClips, faults);
        if (Method is null)
            faults.Add($"{nameof(Method)} is null; it must be a name, or empty.");
        if (TrainingVideos < 0)
            faults.Add($"{nameof(TrainingVideos)} is {TrainingVideos}; it must be at least 0.");
        return faults;
    }
}

using Cacl.Clips;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>What an encoder needs beside its weights: its network, and how clips are prepared for it.</summary>
public sealed record EncoderSettings
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The network's shape.</summary>
    public required R3dArchitecture Architecture { get; init; }

    /// <summary>How clips are taken from a video.</summary>
    public required ClipOptions Clips { get; init; }

    /// <summary>Whether each clip's background is subtracted.</summary>
    public required bool BackgroundSubtraction { get; init; }

    /// <summary>Clips whose features are averaged to a video's.</summary>
    public required int EmbedClips { get; init; }

    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    internal static EncoderSettings FromJson(string json)
    {
        EncoderSettings settings = JsonSerializer.Deserialize<EncoderSettings>(json, Json) ?? throw new JsonException("it is null");
        var faults = new List<string>();
        settings.Architecture.CollectFaults(nameof(Architecture), faults);
        settings.Clips.CollectFaults(nameof(Clips), faults);
        if (settings.EmbedClips is < 1 or > 10_000)
            faults.Add($"{nameof(EmbedClips)} is {settings.EmbedClips}; it must be from 1 to 10000.");
        return faults.Count == 0 ? settings : throw new JsonException(string.Join(" ", faults));
    }
}

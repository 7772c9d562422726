using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cacl.Clips;

namespace Cacl.Onnx;

/// <summary>What an exported encoder's file says of how clips are taken for it, and of where it comes from.</summary>
/// <remarks>Kept in the graph's metadata properties, all of whose names begin with <c>cacl.</c>; so the file alone is enough to embed videos. The last of them, cacl.sha256, is the file's checksum.</remarks>
public sealed record EncoderMetadata
{
    private const string Prefix = "cacl.", FormatKey = Prefix + "format", Format = "1";
    private const string ClipKey = Prefix + "clip", EmbedClipsKey = Prefix + "embedClips", MethodKey = Prefix + "method";
    private const string TrainingVideosKey = Prefix + "trainingVideos", LicenseKey = Prefix + "license";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>How clips are taken from a video; frames are cropped to their centre.</summary>
    public required ClipOptions Clips { get; init; }

    /// <summary>Clips whose features are averaged to a video's.</summary>
    public required int EmbedClips { get; init; }

    /// <summary>What the encoder was trained by, such as cacl; empty when unknown.</summary>
    /// <value>Default: empty.</value>
    public string Method { get; init; } = "";

    /// <summary>How many videos it was trained on; 0 when unknown.</summary>
    /// <value>Default: 0.</value>
    public int TrainingVideos { get; init; }

    /// <summary>The licence of its weights, as text; empty when there is none.</summary>
    /// <value>Default: empty.</value>
    public string License { get; init; } = "";

    /// <summary>The properties that a file holds, in the order of their names.</summary>
    internal SortedDictionary<string, string> ToProperties() => new(StringComparer.Ordinal)
    {
        [FormatKey] = Format,
        [ClipKey] = JsonSerializer.Serialize(Clips, Json),
        [EmbedClipsKey] = EmbedClips.ToString(CultureInfo.InvariantCulture),
        [MethodKey] = Method,
        [TrainingVideosKey] = TrainingVideos.ToString(CultureInfo.InvariantCulture),
        [LicenseKey] = License,
    };

    /// <summary>Reads the properties of a file; null when it is of another program and has none of these.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="properties">Its metadata properties.</param>
    /// <exception cref="InvalidDataException">They can't be read, or are of a newer version of this library; the message says what is wrong.</exception>
    internal static EncoderMetadata? FromProperties(string path, IReadOnlyDictionary<string, string> properties)
    {
        if (!properties.TryGetValue(FormatKey, out string? format))
            return null;
        if (format != Format)
            throw new InvalidDataException($"The encoder '{path}' has metadata of format {format}; this version of the library reads format {Format}.");

        var metadata = new EncoderMetadata
        {
            Clips = ParsedClips(),
            EmbedClips = Number(EmbedClipsKey),
            Method = properties.GetValueOrDefault(MethodKey, ""),
            TrainingVideos = Number(TrainingVideosKey),
            License = properties.GetValueOrDefault(LicenseKey, ""),
        };
        return metadata.Faults() is { Count: > 0 } faults ? throw Damaged(string.Join(" ", faults)) : metadata;

        ClipOptions ParsedClips()
        {
            try
            {
                return JsonSerializer.Deserialize<ClipOptions>(properties.GetValueOrDefault(ClipKey, ""), Json) ?? throw Damaged($"{ClipKey} is null.");
            }
            catch (JsonException exception)
            {
                throw Damaged($"{ClipKey} can't be read: {exception.Message}");
            }
        }

        int Number(string key) => int.TryParse(properties.GetValueOrDefault(key, ""), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Damaged($"{key} is '{properties.GetValueOrDefault(key, "")}', and no number.");

        InvalidDataException Damaged(string what) => new($"The encoder '{path}' has damaged metadata: {what}");
    }

    private List<string> Faults()
    {
        var faults = new List<string>();
        Clips.CollectFaults(nameof(Clips), faults);
        if (EmbedClips is < 1 or > 10_000)
            faults.Add($"{nameof(EmbedClips)} is {EmbedClips}; it must be from 1 to 10000.");
        return faults;
    }
}

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

    // All that begin so; other properties are other programs' business.
    private static readonly string[] Keys = [ClipKey, EmbedClipsKey, FormatKey, LicenseKey, MethodKey, TrainingVideosKey, ContentChecksum.Key];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
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
        if (properties.Keys.FirstOrDefault(key => key.StartsWith(Prefix, StringComparison.Ordinal) && !Keys.Contains(key)) is { } unknown)
            throw Damaged($"there is no property {unknown}; the properties of format {Format} are {string.Join(", ", Keys)}.");

        var metadata = new EncoderMetadata
        {
            Clips = ParsedClips(),
            EmbedClips = Number(EmbedClipsKey),
            Method = Text(MethodKey),
            TrainingVideos = Number(TrainingVideosKey),
            License = Text(LicenseKey),
        };
        var faults = new List<string>();
        CollectFaults(metadata.Clips, metadata.EmbedClips, faults);
        return faults.Count > 0 ? throw Damaged(string.Join(" ", faults)) : metadata;

        ClipOptions ParsedClips()
        {
            try
            {
                return SettingsJson.Read<ClipOptions>(Text(ClipKey), Json, (clips, wrong) => clips.CollectFaults(nameof(Clips), wrong));
            }
            catch (JsonException exception)
            {
                throw Damaged($"the settings in {ClipKey} can't be used: {exception.Message}");
            }
        }

        int Number(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Damaged($"{key} is '{Text(key)}'; it must be a whole number of at most {int.MaxValue}.");

        string Text(string key) => properties.GetValueOrDefault(key) ?? throw Damaged($"{key} is missing.");

        InvalidDataException Damaged(string what) => new($"The encoder '{path}' has damaged metadata: {what}");
    }

    /// <summary>Adds a line for every setting that is out of range, and one where an array can't hold a video's clips.</summary>
    internal static void CollectFaults(ClipOptions clips, int embedClips, ICollection<string> faults)
    {
        if (embedClips is < 1 or > 10_000)
            faults.Add($"{nameof(EmbedClips)} is {embedClips}; it must be from 1 to 10000.");
        var selection = new ClipSelection { Count = Math.Clamp(embedClips, 1, 10_000) };
        selection.CollectFaults(nameof(EmbedClips), clips, nameof(Clips), faults);
    }
}

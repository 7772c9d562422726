using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>What makes a run this one: every option that bears on its numbers, and its videos.</summary>
/// <param name="Options">Values by the name of the option, dotted where options lie in options.</param>
/// <param name="Videos">What each video is known by, in order.</param>
internal sealed record RunIdentity(IReadOnlyDictionary<string, string> Options, IReadOnlyList<VideoIdentity> Videos)
{
    // These may change while a run is interrupted: they bear on its speed and on what it leaves behind.
    private static readonly string[] WithoutEffect =
    [
        nameof(TrainingOptions.CacheMegabytes), nameof(TrainingOptions.CacheFolder), nameof(TrainingOptions.CacheFolderMegabytes),
        nameof(TrainingOptions.IndexFile), nameof(TrainingOptions.BatchesAhead),
        nameof(TrainingOptions.CheckpointFolder), nameof(TrainingOptions.CheckpointEvery), nameof(TrainingOptions.OverlapExchange),
    ];

    // These are written only where they differ from their default, as what keeps results by their options was made before there was a choice.
    private static readonly Dictionary<string, string> Defaults = new()
    {
        [nameof(TrainingOptions.Precision)] = $"{default(ComputePrecision)}", [nameof(FineTuneOptions.CropSize)] = "null",
    };

    private static readonly JsonSerializerOptions Plain = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>The identity of a run.</summary>
    /// <param name="options">Its options, of whatever kind.</param>
    /// <param name="source">Its videos.</param>
    /// <param name="others">What else bears on its numbers, by name; null for nothing.</param>
    public static RunIdentity Of(TrainingOptions options, ClipSource source, IReadOnlyDictionary<string, string>? others = null)
    {
        SortedDictionary<string, string> values = OptionsOf(options);
        foreach ((string name, string value) in others ?? new Dictionary<string, string>())
            values[name] = value;
        return new RunIdentity(values, [.. Enumerable.Range(0, source.Count).Select(source.IdentityOf)]);
    }

    /// <summary>The options that bear on a run's numbers, by name.</summary>
    public static SortedDictionary<string, string> OptionsOf(TrainingOptions options)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Flatten("", JsonSerializer.SerializeToElement(options, options.GetType(), Plain), values);
        values[nameof(options.Device)] = Devices.Resolve(options.Device).ToString();
        foreach (string name in WithoutEffect)
            values.Remove(name);
        return values;
    }

    /// <summary>The value of an option that is written only where it differs from its default; null for every other.</summary>
    public static string? DefaultOf(string name) => Defaults.GetValueOrDefault(name);

    /// <summary>The hashes of the videos: int64 [videos].</summary>
    public Tensor VideoHashes() => tensor(Videos.Select(video => video.Hash).ToArray());

    /// <summary>What differs from what a checkpoint says of its run, a sentence each; empty where it is this run.</summary>
    /// <param name="savedOptions">The checkpoint's options.</param>
    /// <param name="savedVideos">The checkpoint's hashes of videos.</param>
    public IReadOnlyList<string> DifferencesFrom(IReadOnlyDictionary<string, string> savedOptions, IReadOnlyList<long> savedVideos)
    {
        List<string> differences =
        [
            .. Options.Keys.Union(savedOptions.Keys).Order(StringComparer.Ordinal)
                .Select(name => (Name: name, Now: ValueOf(name, Options), Then: ValueOf(name, savedOptions)))
                .Where(option => option.Now != option.Then)
                .Select(option => $"{option.Name} is {option.Now}, and was {option.Then}."),
        ];

        VideoIdentity[] added = [.. Videos.ExceptBy(savedVideos, video => video.Hash)];
        int gone = savedVideos.Except(Videos.Select(video => video.Hash)).Count();
        if (added.Length > 0)
            differences.Add($"{added.Length} of {Videos.Count} videos are new or changed, the first of them {added[0].Name}.");
        if (gone > 0)
            differences.Add($"{gone} of the checkpoint's {savedVideos.Count} videos are gone or changed.");
        if (added.Length == 0 && gone == 0 && !Videos.Select(video => video.Hash).SequenceEqual(savedVideos))
            differences.Add("The videos come in another order, or some of them more or less often.");
        return differences;
    }

    private static string ValueOf(string name, IReadOnlyDictionary<string, string> options) => options.GetValueOrDefault(name) ?? DefaultOf(name) ?? "(not set)";

    private static void Flatten(string name, JsonElement element, IDictionary<string, string> values)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            values[name] = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
            Flatten(name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value, values);
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cacl.Learning;

namespace Cacl.Study;

/// <summary>A run that the study is to make.</summary>
/// <param name="Data">What it learns from and is measured on.</param>
/// <param name="Variant">What is trained.</param>
/// <param name="Options">With which options.</param>
internal sealed record PlannedRun(StudyData Data, Variant Variant, PretrainingOptions Options)
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>All runs, by seed first, so that a study that ends early has as many seeds of each variant as of any other, but one.</summary>
    public static IReadOnlyList<PlannedRun> All(StudyOptions options, IReadOnlyList<StudyData> data) =>
    [
        .. from seed in options.Seeds
           from one in data
           from variant in options.Variants
           select new PlannedRun(one, variant, variant.Of(options.Shared) with { Seed = seed }),
    ];

    /// <summary>The result of this run, without figures.</summary>
    public RunResult Empty(bool select) => new()
    {
        Data = Data.Name,
        Variant = Variant.Name,
        Seed = Options.Seed,
        MeasuredOn = select ? "a part of train" : "validate",
        Settings = Settings(),
        Steps = Options.Steps ?? (int)Math.Ceiling((double)Options.Epochs * Data.Protocol.Train.Count / Options.BatchSize),
    };

    private string Settings()
    {
        string text = JsonSerializer.Serialize(Options, Options.GetType(), Plain) + "\n" + string.Join('\n', Data.Identity);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }
}

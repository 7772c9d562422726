using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cacl.Clips;
using Cacl.Files;

namespace Cacl.Learning;

/// <summary>What an encoder reaches on a data set, beside a network that was not trained.</summary>
public sealed record EvaluationResult
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter(), new MatrixConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>What was measured on, for example <c>UCF101 split 1</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>How it was measured.</summary>
    public required EvaluationOptions Options { get; init; }

    /// <summary>The encoder's network, and how clips are prepared for it.</summary>
    public required EncoderSettings Encoder { get; init; }

    /// <summary>How many training videos were used.</summary>
    public required int TrainVideos { get; init; }

    /// <summary>How many test videos were used; all figures are over these.</summary>
    public required int TestVideos { get; init; }

    /// <summary>Training videos that could not be used, and why.</summary>
    public required IReadOnlyList<SkippedVideo> SkippedTrain { get; init; }

    /// <summary>Test videos that could not be used, and why. They count neither as right nor as wrong.</summary>
    public required IReadOnlyList<SkippedVideo> SkippedTest { get; init; }

    /// <summary>Videos of both parts that were used although a part of them can't be read, and what is known of it.</summary>
    public IReadOnlyList<IncompleteVideo> UsedInPart { get; init; } = [];

    /// <summary>What the encoder reaches.</summary>
    public required NetworkMetrics Trained { get; init; }

    /// <summary>What a network of the same kind reaches that was not trained; null when it was not asked for.</summary>
    public NetworkMetrics? Untrained { get; init; }

    /// <summary>Everything as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The single figures as a table of text.</summary>
    public string ToTable() => EvaluationTable.Of(this);

    /// <summary>The figures, per class and with confusion matrices, as a page.</summary>
    public RunReport ToReport() => EvaluationReport.Of(this);

    /// <summary>Writes <c>evaluation.json</c>, <c>evaluation.txt</c> and <c>evaluation.html</c>.</summary>
    /// <param name="folder">Where; it is made when it is missing, and older files of these names are replaced.</param>
    /// <exception cref="IOException">A file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file can't be written.</exception>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Join(folder, "evaluation.json"), stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));
        AtomicFile.Write(Path.Join(folder, "evaluation.txt"), stream => stream.Write(Encoding.UTF8.GetBytes(ToTable())));
        ToReport().Write(Path.Join(folder, "evaluation.html"));
    }
}

using System.Text.Json.Serialization;
using Cacl.Onnx;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>What a model holds of <see cref="EmbedOptions"/>, with the columns; the encoder is carried beside it.</summary>
internal sealed record SavedEmbedOptions
{
    public const string Component = nameof(VideoTransformsCatalog.Embed);
    public const int Format = 1;

    public required string OutputColumnName { get; init; }

    public required string InputColumnName { get; init; }

    /// <summary>The dimensions of a column of bytes; null for paths.</summary>
    public required int[]? Input { get; init; }

    /// <summary>Null where clips come ready, and nothing says how they are taken.</summary>
    public required SavedClipOptions? Clips { get; init; }

    public required int ClipCount { get; init; }

    public required int? BatchSize { get; init; }

    public required int ThreadsPerRun { get; init; }

    public required int? GpuDeviceId { get; init; }

    public required bool FallbackToCpu { get; init; }

    public required VideoFaultPolicy FaultyVideos { get; init; }

    /// <summary>What messages call the encoder.</summary>
    public required string Encoder { get; init; }

    /// <summary>The SHA-256 of the encoder's file.</summary>
    public required string EncoderHash { get; init; }

    [JsonIgnore]
    public DataViewType InputType => Input is null ? TextDataViewType.Instance : new VectorDataViewType(NumberDataViewType.Byte, Input);

    [JsonIgnore]
    public VideoFeaturizerOptions Featurizer => new()
    {
        Clips = Clips?.Options,
        ClipCount = ClipCount,
        BatchSize = BatchSize,
        ThreadsPerRun = ThreadsPerRun,
        GpuDeviceId = GpuDeviceId,
        FallbackToCpu = FallbackToCpu,
    };
}

using Cacl.Clips;

namespace Cacl.ML;

/// <summary>What a model holds of <see cref="LoadClipOptions"/>: all that bears on values, and the columns' names for messages. Not where decoded videos lie: a model goes to other machines.</summary>
internal sealed record SavedLoadClipOptions
{
    public const int Format = 1;

    public required string OutputColumnName { get; init; }

    public required string InputColumnName { get; init; }

    public required SavedClipOptions Clips { get; init; }

    public required ClipSelection Selection { get; init; }

    public required int Seed { get; init; }

    public required int Epoch { get; init; }

    public required VideoFaultPolicy FaultyVideos { get; init; }

    public static SavedLoadClipOptions Of(LoadClipOptions options, string outputColumnName, string inputColumnName) => new()
    {
        OutputColumnName = outputColumnName,
        InputColumnName = inputColumnName,
        Clips = SavedClipOptions.Of(options.Clips),
        Selection = options.Selection,
        Seed = options.Seed,
        Epoch = options.Epoch,
        FaultyVideos = options.FaultyVideos,
    };

    public LoadClipOptions Options => new()
    {
        Clips = Clips.Options,
        Selection = Selection,
        Seed = Seed,
        Epoch = Epoch,
        FaultyVideos = FaultyVideos,
    };
}

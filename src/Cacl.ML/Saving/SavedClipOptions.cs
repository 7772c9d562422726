using Cacl.Clips;

namespace Cacl.ML;

/// <summary>What a model holds of <see cref="ClipOptions"/>, and of how files are read.</summary>
internal sealed record SavedClipOptions
{
    public required ClipOptions Taken { get; init; }

    public required TimeSpan GiveUpAfter { get; init; }

    public required long MostPixels { get; init; }

    public static SavedClipOptions Of(ClipOptions options) =>
        new() { Taken = options, GiveUpAfter = options.Reading.GiveUpAfter, MostPixels = options.Reading.MostPixels };

    public ClipOptions Options => Taken with { Reading = new VideoReadOptions { GiveUpAfter = GiveUpAfter, MostPixels = MostPixels } };
}

namespace Cacl.Clips;

/// <summary>How a video file is read.</summary>
public sealed record VideoReadOptions
{
    /// <summary>How long decoding may make no progress until it is given up with <see cref="VideoFault.Stalled"/>.</summary>
    /// <remarks>
    /// Each frame is progress. From 1 ms to a day; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever, and decodes on the
    /// caller's own thread instead of one of the file's own.
    /// </remarks>
    /// <value>30 seconds.</value>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most pixels that a frame may have, width times height, as it is stored and once it is scaled; what has more is refused with <see cref="VideoFault.TooLarge"/>.</summary>
    /// <remarks>A damaged or hostile file of a few hundred bytes can claim frames of gigabytes. A frame takes about 12 bytes a pixel while it is decoded and converted. At least 1; above 715,827,863, whose bytes are as many as .NET holds together, it makes no difference.</remarks>
    /// <value>67,108,864, as many as 8192x8192: more than 8K has.</value>
    public long MostPixels { get; init; } = 8192 * 8192;

    /// <summary>Ends opening and reading between two frames.</summary>
    /// <remarks>A decoder that hangs is left alone after a second at most; its file can't be read any more.</remarks>
    /// <value>Nothing ends it.</value>
    public CancellationToken Cancellation { get; init; }

    /// <summary>An option that is out of its range, its value, and the rule; null when there is none.</summary>
    internal (string Option, object Value, string Rule)? WhyNot()
    {
        if (GiveUpAfter != Timeout.InfiniteTimeSpan && (GiveUpAfter < TimeSpan.FromMilliseconds(1) || GiveUpAfter > TimeSpan.FromDays(1)))
            return (nameof(GiveUpAfter), GiveUpAfter, "Decoding is given up after 1 ms to a day without progress, or never (Timeout.InfiniteTimeSpan).");
        return MostPixels < 1 ? (nameof(MostPixels), MostPixels, "A frame has at least one pixel.") : null;
    }

    /// <summary>Throws when an option is out of its range.</summary>
    internal void Check()
    {
        if (WhyNot() is var (option, value, rule))
            throw new ArgumentOutOfRangeException(option, value, rule);
    }
}

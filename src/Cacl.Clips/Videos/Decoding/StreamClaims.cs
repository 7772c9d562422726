namespace Cacl.Clips;

/// <summary>What a container says of its video, as far as it is sensible.</summary>
/// <param name="FramesPerSecond">Frames in a second; 0 when it tells none.</param>
/// <param name="FrameCount">How many frames there are, often an estimate; 0 when it tells none.</param>
/// <param name="PixelAspect">The width of a pixel, as stored, by its height; 1 when it tells none.</param>
/// <param name="IsTurned">Whether frames are turned by a quarter, so that stored rows come as columns.</param>
internal readonly record struct StreamClaims(double FramesPerSecond, long FrameCount, double PixelAspect, bool IsTurned)
{
    private const double MostAspect = 8;

    /// <summary>The size of a frame as stored; nothing when it tells none.</summary>
    public FrameSize Stored { get; init; }

    /// <summary>By how many degrees frames are turned to be shown: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>Makes claims of what a decoder reports.</summary>
    public static StreamClaims From(double rate, double count, double aspectWidth, double aspectHeight, double degrees)
    {
        double aspect = aspectWidth / aspectHeight;
        return new StreamClaims(
            rate > 0 && double.IsFinite(rate) ? rate : 0,
            // Files without a duration give nonsense such as -1e17 here.
            count is > 0 and <= int.MaxValue ? (long)count : 0,
            // Comparisons with NaN, which 0:0 gives, are false.
            aspect is >= 1 / MostAspect and <= MostAspect ? aspect : 1,
            degrees is 90 or 270) { Rotation = degrees is 90 or 180 or 270 ? (int)degrees : 0 };
    }

    /// <summary>The same with the size of a frame as a decoder reports it.</summary>
    public StreamClaims Sized(double width, double height) =>
        width is >= 1 and <= int.MaxValue && height is >= 1 and <= int.MaxValue ? this with { Stored = new FrameSize((int)width, (int)height) } : this;

    /// <summary>The size that a frame is shown at, with square pixels.</summary>
    /// <param name="frame">The size of the frame as the decoder gives it, turned.</param>
    public FrameSize Displayed(FrameSize frame) => IsTurned
        ? frame with { Height = Stretch(frame.Height) }
        : frame with { Width = Stretch(frame.Width) };

    private int Stretch(int pixels) => Math.Max(1, (int)Math.Round(pixels * PixelAspect, MidpointRounding.AwayFromZero));
}

namespace Cacl.Clips;

/// <summary>Chooses two clips of one video for contrast in time: how far apart they start is drawn first, then where.</summary>
/// <remarks>It holds no state and may be used by several threads at once.</remarks>
/// <param name="clip">How each of the two clips is taken.</param>
/// <param name="intervals">How the distance of their starts is distributed.</param>
public sealed class ClipPairSampler(ClipSampler clip, ClipIntervalDistribution intervals)
{
    /// <summary>How each of the two clips is taken.</summary>
    public ClipSampler Clip { get; } = clip;

    /// <summary>How the distance of the starts is distributed.</summary>
    public ClipIntervalDistribution Intervals { get; } = Enum.IsDefined(intervals)
        ? intervals
        : throw new ArgumentOutOfRangeException(nameof(intervals), intervals, "Not a ClipIntervalDistribution.");

    /// <summary>Chooses the frames of two clips; which of them starts earlier is random.</summary>
    /// <remarks>The earlier start is uniform over the places that the drawn distance leaves. Both clips of a short video that is mended are the same.</remarks>
    /// <param name="frameCount">Frames in the video; at least 1.</param>
    /// <param name="random">Source of the choice; always advanced by three draws.</param>
    /// <param name="first">Receives the frame numbers of one clip.</param>
    /// <param name="second">Receives the frame numbers of the other clip.</param>
    /// <returns>How many frames apart the two clips start.</returns>
    /// <exception cref="ArgumentException">The video is too short and the policy is <see cref="ShortVideoPolicy.Reject"/>, or a span is not a clip long.</exception>
    public int Draw(int frameCount, ref SampleRandom random, Span<int> first, Span<int> second)
    {
        int farthest = Clip.StartCount(frameCount) - 1;
        int apart = Interval(farthest, random.NextDouble());
        int earlier = random.NextInt(farthest - apart + 1);
        bool swapped = random.NextBool(0.5);
        Clip.From(swapped ? earlier + apart : earlier, frameCount, first);
        Clip.From(swapped ? earlier : earlier + apart, frameCount, second);
        return apart;
    }

    /// <summary>Turns a number that is uniform in [0, 1) into a distance, by the inverse of the distribution, rounded to whole frames.</summary>
    internal int Interval(int farthest, double uniform) => Intervals switch
    {
        ClipIntervalDistribution.Decreasing => Rounded(farthest * (1 - Math.Sqrt(1 - uniform))),
        ClipIntervalDistribution.Increasing => Rounded(farthest * Math.Sqrt(uniform)),
        ClipIntervalDistribution.Truncated => (int)Math.Min(farthest / 2, Rounded(farthest * (1 - Math.Sqrt(1 - 0.75 * uniform)))),
        _ => (int)((farthest + 1L) * uniform),
    };

    private static int Rounded(double interval) => (int)(interval + 0.5);
}

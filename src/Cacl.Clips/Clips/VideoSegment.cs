namespace Cacl.Clips;

/// <summary>A part of a video, as fractions of its frames.</summary>
/// <param name="Start">Where it begins, 0 to 1.</param>
/// <param name="End">Where it ends, above <paramref name="Start"/>, at most 1.</param>
public readonly record struct VideoSegment(double Start, double End)
{
    /// <summary>The whole video.</summary>
    public static VideoSegment Whole { get; } = new(0, 1);

    /// <summary>The first half of the frames, rounded down.</summary>
    public static VideoSegment FirstHalf { get; } = new(0, 0.5);

    /// <summary>What <see cref="FirstHalf"/> leaves.</summary>
    public static VideoSegment SecondHalf { get; } = new(0.5, 1);

    /// <summary>The frames of the segment in a video of so many frames.</summary>
    /// <param name="frameCount">Frames of the whole video.</param>
    /// <returns>The index of the first frame, and how many there are.</returns>
    public (int First, int Count) Of(int frameCount)
    {
        int first = Boundary(Start, frameCount);
        return (first, Boundary(End, frameCount) - first);
    }

    // A millionth of a frame more, because 0.29 * 100 is 28.999999999999996.
    private static int Boundary(double part, int frameCount) => (int)Math.Floor(part * frameCount + 1e-6);

    internal void CollectFaults(string option, ICollection<string> faults)
    {
        if (!(Start >= 0 && Start < End && End <= 1))
            faults.Add($"{option} is {Start} to {End}; it must satisfy 0 <= start < end <= 1.");
    }
}

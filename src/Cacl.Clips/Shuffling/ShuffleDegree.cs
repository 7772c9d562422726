namespace Cacl.Clips;

/// <summary>How far the order of a clip's frames stands from temporal order: CACL's shuffle degree.</summary>
/// <remarks>
/// <para>
/// The degree is the Levenshtein distance (insertion, deletion and substitution of a frame each cost 1) between the
/// frame order and 0, 1, ..., n - 1; "CACL: Self-supervised Video Representation Learning with Cross-Architecture
/// Contrast" (arXiv 2205.13313), section 3.2.
/// </para>
/// <para>
/// An order of n frames has degree 0 or 2 to n: no single edit turns one order into another, so degree 1 does not
/// occur. Classes for a classifier leave it out: degree 0 is class 0, degree d is class d - 1, so n frames make n
/// classes. (n = 3 is the one length above 1 at which the highest degree, n, does not occur either.)
/// </para>
/// </remarks>
public static class ShuffleDegree
{
    private const int WordBits = 64;
    private const int WordsOnStack = 16;   // 1024 frames

    /// <summary>Measures the degree of an order.</summary>
    /// <param name="order">For each place of the shuffled clip, which frame stands there: each of 0..n-1 once.</param>
    /// <returns>0 for temporal order, else 2 to n.</returns>
    /// <exception cref="ArgumentException"><paramref name="order"/> is empty, or is not each of 0..n-1 once.</exception>
    public static int Of(ReadOnlySpan<int> order)
    {
        if (order.IsEmpty)
            throw new ArgumentException("An order has at least one frame.", nameof(order));
        return order.Length <= WordBits ? OfOneWord(order) : OfManyWords(order);
    }

    /// <summary>How many classes the orders of a clip fall into: as many as the clip has frames.</summary>
    /// <param name="frames">Frames in the clip; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is below 1.</exception>
    public static int ClassCount(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        return frames;
    }

    /// <summary>The class of a degree: 0 for 0, else one less than the degree.</summary>
    /// <param name="degree">0, or 2 and above.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degree"/> is negative or 1.</exception>
    public static int ClassOf(int degree)
    {
        if (degree is < 0 or 1)
            throw new ArgumentOutOfRangeException(nameof(degree), degree, "A shuffle degree is 0, or 2 and above.");
        return degree == 0 ? 0 : degree - 1;
    }

    /// <summary>The degree that a class stands for: the inverse of <see cref="ClassOf"/>.</summary>
    /// <param name="class">0 and above.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="class"/> is negative.</exception>
    public static int DegreeOf(int @class)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(@class);
        return @class == 0 ? 0 : @class + 1;
    }

    /// <summary>
    /// Hyyrö's formulation ("A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003) of
    /// Myers' bit-parallel distance: one word holds a column of the distance table as differences of +1 and -1.
    /// </summary>
    private static int OfOneWord(ReadOnlySpan<int> order)
    {
        int n = order.Length;
        int last = n - 1;
        ulong increases = ulong.MaxValue, decreases = 0, seen = 0;
        int distance = n;
        foreach (int frame in order)
        {
            if ((uint)frame >= (uint)n || (seen & (1UL << frame)) != 0)
                throw NotAnOrder(order, frame);
            // The pattern is 0..n-1, so a frame matches in the one row that bears its number.
            ulong matches = 1UL << frame;
            seen |= matches;

            ulong diagonal = (((matches & increases) + increases) ^ increases) | matches | decreases;
            ulong rowIncreases = decreases | ~(diagonal | increases);
            ulong rowDecreases = increases & diagonal;
            // Without branches, which nothing could foretell here.
            distance += (int)((rowIncreases >> last) & 1) - (int)((rowDecreases >> last) & 1);
            rowIncreases = (rowIncreases << 1) | 1;
            rowDecreases <<= 1;
            increases = rowDecreases | ~(diagonal | rowIncreases);
            decreases = rowIncreases & diagonal;
        }
        return distance;
    }

    /// <summary>The same in as many words as the order needs: what happens in the last row of a word enters the first of the next.</summary>
    private static int OfManyWords(ReadOnlySpan<int> order)
    {
        int n = order.Length, words = (n + WordBits - 1) / WordBits;
        Span<ulong> rented = words <= WordsOnStack ? stackalloc ulong[3 * WordsOnStack] : new ulong[3 * words];
        Span<ulong> increases = rented[..words], decreases = rented.Slice(words, words), seen = rented.Slice(2 * words, words);
        increases.Fill(ulong.MaxValue);
        decreases.Clear();
        seen.Clear();
        int distance = n, lastBit = (n - 1) % WordBits;
        foreach (int frame in order)
        {
            if ((uint)frame >= (uint)n || (seen[frame / WordBits] & (1UL << frame)) != 0)
                throw NotAnOrder(order, frame);
            seen[frame / WordBits] |= 1UL << frame;

            // Above the first row stands the empty pattern, whose distance grows by one with each frame.
            ulong increase = 1, decrease = 0;
            for (int word = 0; word < words; word++)
            {
                ulong down = increases[word], up = decreases[word];
                ulong matches = (word == frame / WordBits ? 1UL << frame : 0) | decrease;
                ulong diagonal = (((matches & down) + down) ^ down) | matches | up;
                ulong rowIncreases = up | ~(diagonal | down);
                ulong rowDecreases = down & diagonal;
                int last = word == words - 1 ? lastBit : WordBits - 1;
                ulong nextIncrease = (rowIncreases >> last) & 1, nextDecrease = (rowDecreases >> last) & 1;
                rowIncreases = (rowIncreases << 1) | increase;
                rowDecreases = (rowDecreases << 1) | decrease;
                increases[word] = rowDecreases | ~(diagonal | rowIncreases);
                decreases[word] = rowIncreases & diagonal;
                (increase, decrease) = (nextIncrease, nextDecrease);
            }

            distance += (int)increase - (int)decrease;
        }
        return distance;
    }

    private static ArgumentException NotAnOrder(ReadOnlySpan<int> order, int frame) => new(
        (uint)frame >= (uint)order.Length
            ? $"An order of {order.Length} frames holds each of 0 to {order.Length - 1} once; this one holds {frame}."
            : $"An order of {order.Length} frames holds each of 0 to {order.Length - 1} once; this one holds {frame} twice.",
        nameof(order));
}

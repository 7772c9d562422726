using System.Collections.Concurrent;

namespace Cacl.Clips;

/// <summary>Draws frame orders together with their shuffle degree.</summary>
/// <remarks>
/// <para>
/// Under <see cref="ShuffleSampling.UniformDegree"/> the degree d is drawn first; then random subsets of d + 1 places
/// are permuted until the degree is d. That takes 2 to 3 tries on average for 16 frames (9 for degree 16), where
/// drawing whole orders until one has degree 2 would take 10^10.
/// </para>
/// <para>
/// So an order of degree d has d or d + 1 frames out of their places. Below degree n - 1, each order with d of them is n - d times as
/// likely as each with d + 1; from there on all orders of the degree are equally likely. Orders in which a few frames moved far, and
/// shifted many others by one, are not drawn.
/// </para>
/// <para>A draw allocates nothing. An instance may be used by several threads at once.</para>
/// </remarks>
public sealed class ShuffleDegreeSampler
{
    private const int EnumeratedFrames = 8;
    private const int SampledOrders = 200_000;
    private const int MaximumFrames = 1024;

    private static readonly int[] TemporalOrder = [.. Enumerable.Range(0, MaximumFrames)];
    private static readonly ConcurrentDictionary<(int Frames, ShuffleSampling Sampling), double[]> Distributions = new();

    /// <summary>Makes a sampler.</summary>
    /// <param name="frames">Frames in a clip; 2 to 1024.</param>
    /// <param name="sampling">The distribution of the orders.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public ShuffleDegreeSampler(int frames, ShuffleSampling sampling)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, MaximumFrames);
        if (!Enum.IsDefined(sampling))
            throw new ArgumentOutOfRangeException(nameof(sampling), sampling, "Not a ShuffleSampling.");
        Frames = frames;
        Sampling = sampling;
    }

    /// <summary>Frames in a clip.</summary>
    public int Frames { get; }

    /// <summary>The distribution of the orders.</summary>
    public ShuffleSampling Sampling { get; }

    /// <summary>How many classes there are: <see cref="ShuffleDegree.ClassCount"/> of <see cref="Frames"/>.</summary>
    public int ClassCount => ShuffleDegree.ClassCount(Frames);

    /// <summary>The accuracy of always guessing the commonest class, from 0 to 1.</summary>
    /// <remarks>The largest of <see cref="ClassFrequencies"/>, which says how exact it is.</remarks>
    public double Chance => ClassFrequencies.Max();

    /// <summary>How often each class is drawn; <see cref="ClassCount"/> values that sum to 1.</summary>
    /// <remarks>
    /// Exact for <see cref="ShuffleSampling.UniformDegree"/>, and by enumerating all orders for up to 8 frames. Else
    /// counted over 200,000 draws from a fixed seed, so the standard error of a value is at most .0012. Computed on
    /// first use and kept.
    /// </remarks>
    public IReadOnlyList<double> ClassFrequencies => Array.AsReadOnly(Distributions.GetOrAdd((Frames, Sampling), _ => Distribution()));

    /// <summary>Draws an order.</summary>
    /// <param name="random">Source of the draw.</param>
    /// <param name="order">Receives, for each place of the shuffled clip, which frame stands there; <see cref="Frames"/> long.</param>
    /// <returns>The order's shuffle degree: 0, or 2 to <see cref="Frames"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="order"/> is not <see cref="Frames"/> long.</exception>
    public int Draw(ref SampleRandom random, Span<int> order)
    {
        if (order.Length != Frames)
            throw new ArgumentException($"An order has {Frames} frames; there is room for {order.Length}.", nameof(order));
        switch (Sampling)
        {
            case ShuffleSampling.UniformDegree:
                return DrawOfDegree(ShuffleDegree.DegreeOf(random.NextInt(AttainedClasses(Frames))), ref random, order);
            case ShuffleSampling.PermutedPositions:
                _ = PermutePlaces(1 + random.NextInt(Frames), ref random, order);
                break;
            default:
                _ = PermutePlaces(Frames, ref random, order);
                break;
        }
        return ShuffleDegree.Of(order);
    }

    /// <summary>Of 3 frames no order has degree 3; every other length attains every class.</summary>
    private static int AttainedClasses(int frames) => frames == 3 ? 2 : ShuffleDegree.ClassCount(frames);

    private static int DrawOfDegree(int degree, ref SampleRandom random, Span<int> order)
    {
        // One permuted place more than the degree: the fewest places with which no degree is rare.
        int places = degree == 0 ? 1 : Math.Min(degree + 1, order.Length);
        int moved;
        do
            moved = PermutePlaces(places, ref random, order);
        while (moved < degree || ShuffleDegree.Of(order) != degree);   // substituting what moved is one way to edit, so no degree is above its number
        return degree;
    }

    /// <summary>Puts temporal order into <paramref name="order"/> and permutes the contents of so many random places.</summary>
    /// <returns>How many frames are not in their own place.</returns>
    private static int PermutePlaces(int places, ref SampleRandom random, Span<int> order)
    {
        int n = order.Length, moved = 0;
        TemporalOrder.AsSpan(0, n).CopyTo(order);
        if (places == n)
        {
            random.Shuffle(order);
            for (int i = 0; i < n; i++)
                moved += order[i] != i ? 1 : 0;
            return moved;
        }

        // The first steps of a Fisher-Yates shuffle choose the places; another shuffle of them is the permutation.
        Span<int> chosen = stackalloc int[n];
        order.CopyTo(chosen);
        for (int i = 0; i < places; i++)
        {
            int other = i + random.NextInt(n - i);
            (chosen[i], chosen[other]) = (chosen[other], chosen[i]);
        }
        chosen = chosen[..places];
        Span<int> contents = stackalloc int[places];
        chosen.CopyTo(contents);
        random.Shuffle(contents);
        for (int i = 0; i < places; i++)
        {
            order[chosen[i]] = contents[i];
            moved += contents[i] != chosen[i] ? 1 : 0;
        }
        return moved;
    }

    private double[] Distribution()
    {
        double[] frequencies = new double[ClassCount];
        if (Sampling == ShuffleSampling.UniformDegree)
        {
            int attained = AttainedClasses(Frames);
            Array.Fill(frequencies, 1.0 / attained, 0, attained);
        }
        else if (Frames <= EnumeratedFrames)
            OrderEnumeration.AddClassFrequencies(Frames, Sampling, frequencies);
        else
        {
            int[] order = new int[Frames];
            SampleRandom random = new(0, 0, 0);
            for (int i = 0; i < SampledOrders; i++)
                frequencies[ShuffleDegree.ClassOf(Draw(ref random, order))] += 1.0 / SampledOrders;
        }
        return frequencies;
    }
}

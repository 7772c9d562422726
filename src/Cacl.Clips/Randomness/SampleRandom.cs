using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Cacl.Clips;

/// <summary>Random numbers that are a function of seed, epoch, sample and stream, and of nothing else.</summary>
/// <remarks>
/// <para>
/// Two of them made from the same four numbers give the same sequence on every machine, in every thread and in every
/// version of this library. So what is drawn for a sample does not depend on which worker draws it, nor on whether
/// the run was stopped and resumed before.
/// </para>
/// <para>
/// The sequence is that of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014):
/// the n-th number is a bijective mix of a counter. The four numbers are hashed into the counter's start with the same mix.
/// </para>
/// <para>
/// Sequences whose four numbers differ in any way, were it by one, go together no more than chance lets them: each number passes
/// through the mix before the next joins, so that equal sums or swapped numbers do not meet again.
/// </para>
/// <para>This is a mutable struct: pass it by reference, or the callee draws from a copy.</para>
/// </remarks>
public struct SampleRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _counter;

    /// <summary>Makes the sequence of one sample in one epoch.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch; any value.</param>
    /// <param name="sample">The sample's number within the epoch; any value.</param>
    /// <param name="stream">Which of several independent sequences of the sample, such as one for each view.</param>
    public SampleRandom(ulong seed, long epoch, long sample, int stream = 0)
    {
        ulong hash = Mix(seed + GoldenGamma);
        hash = Mix((hash ^ (ulong)epoch) + GoldenGamma);
        hash = Mix((hash ^ (ulong)sample) + GoldenGamma);
        _counter = Mix((hash ^ (ulong)stream) + GoldenGamma);
    }

    /// <summary>Draws 64 random bits.</summary>
    public ulong NextUInt64()
    {
        _counter += GoldenGamma;
        return Mix(_counter);
    }

    /// <summary>Draws a whole number from 0 to <paramref name="exclusiveMax"/> - 1, each equally likely.</summary>
    /// <param name="exclusiveMax">How many numbers to choose from; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is below 1.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        // Lemire, "Fast random integer generation in an interval" (2019): the high half of a product is the number;
        // the few low halves that would favour some numbers are drawn again.
        uint range = (uint)exclusiveMax;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint biased = (0u - range) % range;
            while ((uint)product < biased)
                product = (NextUInt64() >> 32) * range;
        }
        int drawn = (int)(product >> 32);
        Debug.Assert(drawn < exclusiveMax);
        return drawn;
    }

    /// <summary>Draws a number from [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws a number from [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1U << 24));

    /// <summary>Draws true with the given probability.</summary>
    /// <param name="probability">From 0 (never) to 1 (always).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is outside [0, 1] or not a number.</exception>
    public bool NextBool(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies from 0 to 1.");
        return NextDouble() < probability;
    }

    /// <summary>Puts the values into a random order, each order equally likely (Fisher and Yates).</summary>
    /// <param name="values">The values, reordered in place.</param>
    public void Shuffle(Span<int> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = NextInt(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>Stafford's variant 13 of the 64-bit finalizer, the one SplitMix64 uses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

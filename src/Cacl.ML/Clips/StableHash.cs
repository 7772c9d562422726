using System.Runtime.InteropServices;

namespace Cacl.ML;

/// <summary>A hash that is the same in every process.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the text's UTF-16 code units.</summary>
    public static long Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char unit in text)
            hash = (hash ^ unit) * 1099511628211;
        return (long)hash;
    }

    /// <summary>The same over bytes, eight at a time, and over their number.</summary>
    public static long Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037 ^ (ulong)bytes.Length;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            hash = Mixed(hash ^ word);
        foreach (byte last in bytes[(words.Length * sizeof(ulong))..])
            hash = Mixed(hash ^ last);
        return (long)hash;
    }

    // A product alone moves bits only upward, and the high ones of a word would not reach the others.
    private static ulong Mixed(ulong hash)
    {
        hash *= 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 32);
    }
}

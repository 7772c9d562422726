using System.Numerics;
using System.Runtime.InteropServices;

namespace Cacl.Clips;

/// <summary>A checksum of a frame that costs a fraction of copying it.</summary>
internal static class FrameChecksum
{
    /// <summary>CRC-32C over four interleaved streams of words, because each step of one stream waits for the one before; then over the rest and the four.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 2, c = 3, d = 4;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        int i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a = BitOperations.Crc32C(a, words[i]);
            b = BitOperations.Crc32C(b, words[i + 1]);
            c = BitOperations.Crc32C(c, words[i + 2]);
            d = BitOperations.Crc32C(d, words[i + 3]);
        }
        foreach (byte rest in bytes[(i * sizeof(ulong))..])
            a = BitOperations.Crc32C(a, rest);
        return BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(a, b), c), d);
    }
}

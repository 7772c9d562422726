using System.Buffers.Binary;
using System.Numerics;
using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>A 64-bit fingerprint of pictures and times, the same in every run and on every machine.</summary>
/// <remarks>Tells pictures apart that a decoder gave; it does not withstand anyone who looks for two that are alike.</remarks>
internal static class PictureHash
{
    private const ulong A = 0x9E3779B97F4A7C15, B = 0xC2B2AE3D27D4EB4F;

    /// <summary>The fingerprint of a picture's bytes, row by row.</summary>
    public static unsafe ulong Of(Mat picture)
    {
        int rows = picture.Rows, bytes = picture.Cols * picture.ElemSize();
        byte* data = (byte*)picture.Data;
        long step = picture.Step();
        ulong hash = Combine((ulong)rows, (ulong)bytes);
        for (int row = 0; row < rows; row++)
            hash = Of(new ReadOnlySpan<byte>(data + row * step, bytes), hash);
        return hash;
    }

    /// <summary>The fingerprint of bytes that follow others.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong before)
    {
        // Four lanes, so that the processor has something to do while a product is on its way.
        ulong a = before, b = before ^ A, c = before ^ B, d = before + A;
        ulong length = (ulong)bytes.Length;
        for (; bytes.Length >= 32; bytes = bytes[32..])
        {
            a = Step(a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            b = Step(b, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            c = Step(c, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
            d = Step(d, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
        }
        foreach (byte value in bytes)
            a = Step(a, value);
        return Combine(Combine(Combine(a, b), Combine(c, d)), length);
    }

    /// <summary>Joins two fingerprints; the order counts.</summary>
    public static ulong Combine(ulong first, ulong second)
    {
        ulong high = Math.BigMul(first ^ A, second + B, out ulong low);
        return BitOperations.RotateLeft(first, 23) + (high ^ low);
    }

    private static ulong Step(ulong hash, ulong value) => BitOperations.RotateLeft((hash ^ value) * A, 29);
}

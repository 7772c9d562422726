using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cacl.Learning;

/// <summary>What a video of a run is known by.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Hash">Of what makes it this one and no other.</param>
internal readonly record struct VideoIdentity(string Name, long Hash)
{
    public static long HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text));

    public static long HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}

using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace Cacl.Onnx;

/// <summary>Tells whether an encoder's file holds what was written.</summary>
/// <remarks>
/// ONNX Runtime computes with whatever weights it reads. So the last metadata property of a file is the SHA-256 of all bytes before its
/// value, with which the file ends.
/// </remarks>
internal static class ContentChecksum
{
    /// <summary>The property's name.</summary>
    public const string Key = "cacl.sha256";

    private const int Digits = 2 * SHA256.HashSizeInBytes;

    // The property up to its value. Behind the other fields of a message it is one of them.
    private static readonly byte[] Head =
        new ModelProto { MetadataProps = { new StringStringEntryProto { Key = Key, Value = new string('0', Digits) } } }.ToByteArray()[..^Digits];

    /// <summary>Writes a file with its checksum.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="model">The file, without it.</param>
    public static void Write(Stream stream, ModelProto model)
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            model.WriteTo(hashed);
            hashed.Write(Head);
        }

        stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.Hash!)));
    }

    /// <summary>Checks a file that ends with a checksum.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">It is of other bytes.</exception>
    public static bool Check(string path, Stream content)
    {
        if (content.Length < Head.Length + Digits)
            return false;
        var end = new byte[Head.Length + Digits];
        content.Position = content.Length - end.Length;
        content.ReadExactly(end);
        if (!end.AsSpan().StartsWith(Head))
            return false;

        content.Position = 0;
        return Convert.ToHexStringLower(HashOf(content, content.Length - Digits)) == Encoding.ASCII.GetString(end.AsSpan(Head.Length))
            ? true
            : throw new InvalidDataException($"'{path}' is damaged: its content is not what was written.");
    }

    /// <summary>What tells that a file has this library's metadata and no checksum.</summary>
    /// <param name="path">The file.</param>
    public static string MessageOfNone(string path) =>
        $"The encoder '{path}' has this library's metadata, and does not end with its checksum ({Key}): an older version wrote it, another program changed it, or it is damaged. Export it again, or take all cacl. properties out of it and say how clips are taken.";

    private static byte[] HashOf(Stream content, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        while (length > 0)
        {
            Span<byte> part = buffer.AsSpan(0, (int)long.Min(length, buffer.Length));
            content.ReadExactly(part);
            hash.AppendData(part);
            length -= part.Length;
        }

        return hash.GetHashAndReset();
    }
}

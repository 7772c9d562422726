using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cacl.Clips;

/// <summary>The file of one video in a <see cref="FrameCache"/>: its frames, and after them a record of what they are.</summary>
/// <remarks>
/// RGB bytes [frames, height, width, 3], then the record, its SHA-256, and 16 bytes that end the file: the record's length, the
/// version, and eight letters. The record comes last so that frames can be written as they are decoded; a file that was cut
/// lacks it. Numbers have their low byte first.
/// </remarks>
/// <param name="Size">The size of every frame.</param>
/// <param name="Ending">How decoding the video ended, after as many frames as are kept.</param>
/// <param name="Checksums">Of each frame.</param>
internal sealed record KeptFrames(FrameSize Size, VideoEnding Ending, uint[] Checksums)
{
    /// <summary>The version of the format. To be raised when the format changes.</summary>
    public const int Version = 2;

    private const int HashLength = SHA256.HashSizeInBytes, EndLength = 16, LongestRecord = 1 << 28;

    private static ReadOnlySpan<byte> Letters => "CaclFrms"u8;

    /// <summary>What stands behind the frames.</summary>
    public byte[] ToBytes(string identity)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes, Encoding.UTF8);
        writer.Write(identity);
        writer.Write(Size.Width);
        writer.Write(Size.Height);
        writer.Write((byte)Ending.Kind);
        writer.Write(Ending.Promised);
        writer.Write(Ending.Frames);
        foreach (uint checksum in Checksums)
            writer.Write(checksum);
        int length = (int)bytes.Length;
        writer.Write(SHA256.HashData(bytes.GetBuffer().AsSpan(0, length)));
        writer.Write(length);
        writer.Write(Version);
        writer.Write(Letters);
        return bytes.ToArray();
    }

    /// <summary>Reads what stands behind the frames.</summary>
    /// <returns>Null when the file is not whole, not of this kind, or of another source.</returns>
    public static KeptFrames? Read(SafeFileHandle file, string identity)
    {
        long length = RandomAccess.GetLength(file);
        byte[]? end = ReadAt(file, length - EndLength, EndLength);
        if (end is null || !end.AsSpan(8).SequenceEqual(Letters) || BinaryPrimitives.ReadInt32LittleEndian(end.AsSpan(4)) != Version)
            return null;
        int recordLength = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (recordLength is < 0 or > LongestRecord)
            return null;
        long frameBytes = length - EndLength - HashLength - recordLength;
        byte[]? record = ReadAt(file, frameBytes, recordLength + HashLength);
        if (record is null || !SHA256.HashData(record.AsSpan(0, recordLength)).AsSpan().SequenceEqual(record.AsSpan(recordLength)))
            return null;

        using BinaryReader reader = new(new MemoryStream(record), Encoding.UTF8);
        if (reader.ReadString() != identity)
            return null;
        FrameSize size = new(reader.ReadInt32(), reader.ReadInt32());
        VideoEndingKind kind = (VideoEndingKind)reader.ReadByte();
        long promised = reader.ReadInt64();
        int frames = reader.ReadInt32();
        if (!Enum.IsDefined(kind) || frames < 1 || size.Width < 1 || size.Height < 1 || frameBytes != (Int128)frames * size.Width * size.Height * 3)
            return null;
        uint[] checksums = new uint[frames];
        for (int i = 0; i < frames; i++)
            checksums[i] = reader.ReadUInt32();
        return new KeptFrames(size, new VideoEnding(kind, frames, promised), checksums);
    }

    private static byte[]? ReadAt(SafeFileHandle file, long offset, int length)
    {
        if (offset < 0)
            return null;
        byte[] bytes = new byte[length];
        int read = 0;
        while (read < length)
        {
            int more = RandomAccess.Read(file, bytes.AsSpan(read), offset + read);
            if (more == 0)
                return null;
            read += more;
        }
        return bytes;
    }
}

using System.Buffers.Binary;

namespace Cacl.Search;

/// <summary>What an index's file begins with.</summary>
internal sealed record IndexHeader(SearchSimilarity Similarity, int Length, int RowsPerBlock, long Count, long RecordLength)
{
    public const int ByteCount = 64;

    /// <summary>The version of the format. To be raised when the format changes.</summary>
    public const int Version = 1;

    private const int MostBlockBytes = 1 << 30, MostRecordBytes = 0x7FFFFFC7 - 32;

    // A name's length and its one letter, and that it has no label.
    private const int FewestEntryBytes = 3;

    private static ReadOnlySpan<byte> Letters => "CaclSrch"u8;

    /// <summary>Gets the bytes of the whole file.</summary>
    public long FileLength => ByteCount + (Count * VectorRules.StrideOf(Length) * sizeof(float)) + RecordLength + 32;

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ByteCount];
        Letters.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), (int)Similarity);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), RowsPerBlock);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), RecordLength);
        return bytes;
    }

    /// <summary>Reads a file's beginning.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="bytes">Its first bytes: all of the header, or all that the file has.</param>
    /// <exception cref="InvalidDataException">It is no index, of a newer version, or damaged.</exception>
    public static IndexHeader Read(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
            throw new InvalidDataException($"{path} is empty, and no search index.");
        if (!Letters.StartsWith(bytes[..Math.Min(bytes.Length, Letters.Length)]))
            throw new InvalidDataException($"{path} is no search index: it does not begin with the letters {System.Text.Encoding.ASCII.GetString(Letters)}.");
        if (bytes.Length >= 12 && BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) is var version and > Version)
            throw new InvalidDataException($"{path} is a search index of version {version}; this program reads those up to version {Version}. Use a newer program, or make the index again.");
        if (bytes.Length < ByteCount)
            throw new InvalidDataException($"{path} is a damaged search index: it ends after {bytes.Length} bytes.");

        var header = new IndexHeader(
            (SearchSimilarity)BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
        bool isPossible = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) == Version
            && Enum.IsDefined(header.Similarity)
            && header.Length is >= 1 and <= VectorRules.MostElements
            && header.Count is >= 0 and <= int.MaxValue
            && header.RowsPerBlock >= 1 && header.RowsPerBlock * (long)VectorRules.StrideOf(header.Length) * sizeof(float) <= MostBlockBytes
            && header.RecordLength is >= 0 and <= MostRecordBytes
            && header.RecordLength >= ((header.Count + header.RowsPerBlock - 1) / header.RowsPerBlock * 32) + (header.Count * FewestEntryBytes);
        return isPossible ? header : throw new InvalidDataException($"{path} is a damaged search index: its beginning holds impossible numbers.");
    }
}

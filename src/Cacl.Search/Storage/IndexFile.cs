using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using Cacl.Files;

namespace Cacl.Search;

/// <summary>The file of an index.</summary>
/// <remarks>
/// <para>Numbers have their low byte first, and single floats are those of IEEE 754. In this order:</para>
/// <list type="bullet">
/// <item>the header, 64 bytes: the letters CaclSrch; as 32-bit integers the version (1), the similarity (0 cosine, 1 inner product),
/// the elements of a vector and the rows of a block; as 64-bit integers the number of rows and the bytes of the record; zeros;</item>
/// <item>the rows: each its vector, then zeros up to a multiple of 16 elements;</item>
/// <item>the record: for each block of rows (the last may be shorter) the SHA-256 of its bytes, then for each row its name, a byte
/// that is 1 where it has a label, and that label; texts are UTF-8 after their length in bytes, seven bits a byte, low ones first;</item>
/// <item>the SHA-256 of header and record, which ends the file.</item>
/// </list>
/// </remarks>
internal static class IndexFile
{
    private const int HashLength = SHA256.HashSizeInBytes;

    public static void Write(string path, SearchSimilarity similarity, VectorBlocks vectors, SearchEntry[] entries)
    {
        byte[] record = RecordOf(vectors, entries);
        byte[] header = new IndexHeader(similarity, vectors.Length, vectors.RowsPerBlock, entries.Length, record.Length).ToBytes();
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            for (int block = 0; block < vectors.BlockCount; block++)
                stream.Write(vectors.BytesOf(block));
            stream.Write(record);
            stream.Write(HashOf(header, record));
        });
    }

    public static SearchIndex Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        byte[] start = new byte[IndexHeader.ByteCount];
        IndexHeader header = IndexHeader.Read(path, start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        if (header.FileLength != file.Length)
            throw Damaged(path, $"it has {file.Length} bytes, and by its beginning it should have {header.FileLength}");

        using var mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor view = mapping.CreateViewAccessor(0, header.FileLength, MemoryMappedFileAccess.Read);
        var vectors = new VectorBlocks(header.Length, (int)header.Count, header.RowsPerBlock, view, IndexHeader.ByteCount);
        try
        {
            byte[] record = new byte[header.RecordLength + HashLength];
            file.Position = header.FileLength - record.Length;
            file.ReadExactly(record);
            if (!HashOf(start, record.AsSpan(..^HashLength)).AsSpan().SequenceEqual(record.AsSpan(^HashLength..)))
                throw Damaged(path, "its record does not fit its checksum");
            SearchEntry[] entries = EntriesOf(path, record, vectors.BlockCount, vectors.Count);
            return new SearchIndex(header.Similarity, vectors, entries, Check(path, vectors, record));
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    private static byte[] RecordOf(VectorBlocks vectors, SearchEntry[] entries)
    {
        byte[] hashes = new byte[vectors.BlockCount * HashLength];
        Parallel.For(0, vectors.BlockCount, block => SHA256.HashData(vectors.BytesOf(block), hashes.AsSpan(block * HashLength, HashLength)));
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes, Encoding.UTF8);
        writer.Write(hashes);
        foreach (SearchEntry entry in entries)
        {
            writer.Write(entry.Id);
            writer.Write(entry.Label is not null);
            if (entry.Label is { } label)
                writer.Write(label);
        }
        return bytes.ToArray();
    }

    private static SearchEntry[] EntriesOf(string path, byte[] record, int blocks, int count)
    {
        try
        {
            using BinaryReader reader = new(new MemoryStream(record, 0, record.Length - HashLength), Encoding.UTF8);
            reader.BaseStream.Position = blocks * (long)HashLength;
            var entries = new SearchEntry[count];
            for (int row = 0; row < count; row++)
            {
                (string id, string? label) = (reader.ReadString(), reader.ReadBoolean() ? reader.ReadString() : null);
                if (id.Length is 0 or > SearchIndexBuilder.LongestText || label?.Length > SearchIndexBuilder.LongestText)
                    throw Damaged(path, $"the name of row {row} has {id.Length} characters and its label {label?.Length ?? 0}; a name has 1 to {SearchIndexBuilder.LongestText}, a label no more");
                entries[row] = new SearchEntry(id, label);
            }
            return reader.BaseStream.Position == reader.BaseStream.Length ? entries : throw Damaged(path, "something follows its last entry");
        }
        catch (Exception fault) when (fault is IOException or FormatException)
        {
            throw Damaged(path, "its entries can't be read");
        }
    }

    // The greatest length of a row.
    private static double Check(string path, VectorBlocks vectors, byte[] record)
    {
        double[] greatest = new double[vectors.BlockCount];
        bool[] isFaulty = new bool[vectors.BlockCount];
        Parallel.For(0, vectors.BlockCount, block =>
        {
            Span<byte> hash = stackalloc byte[HashLength];
            SHA256.HashData(vectors.BytesOf(block), hash);
            greatest[block] = VectorRules.GreatestNormOf(vectors, block);
            isFaulty[block] = !hash.SequenceEqual(record.AsSpan(block * HashLength, HashLength)) || !(greatest[block] <= VectorRules.GreatestNorm);
        });
        int faulty = Array.IndexOf(isFaulty, true);
        if (faulty >= 0)
            throw Damaged(path, $"its vectors from row {faulty * (long)vectors.RowsPerBlock} on do not fit their checksum");
        return greatest.DefaultIfEmpty().Max();
    }

    private static byte[] HashOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(record);
        return hash.GetHashAndReset();
    }

    private static InvalidDataException Damaged(string path, string how) => new($"{path} is a damaged search index: {how}.");
}

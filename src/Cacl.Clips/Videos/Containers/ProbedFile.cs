using System.Buffers.Binary;

namespace Cacl.Clips;

/// <summary>Reads little pieces of a file whose content is not to be trusted.</summary>
/// <remarks>Nothing outside the file is ever read, and no more than <see cref="MostReads"/> pieces: after that all reads come back empty.</remarks>
internal sealed class ProbedFile
{
    /// <summary>How many pieces may be read: far more than the headers of real files have, and soon done.</summary>
    public const int MostReads = 4000;

    private const int HeadLength = 4096;

    private readonly Stream _stream;
    private readonly byte[] _head;
    private int _reads;

    public ProbedFile(Stream stream)
    {
        _stream = stream;
        Length = stream.Length;
        byte[] head = new byte[(int)Math.Min(Length, HeadLength)];
        Array.Resize(ref head, Read(0, head));
        _head = head;
    }

    public long Length { get; }

    /// <summary>The file's first bytes.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>Whether so much was asked for that reads came back empty: then nothing may be said to be missing.</summary>
    public bool GaveUp { get; private set; }

    public bool StartsWith(ReadOnlySpan<byte> bytes) => Head.StartsWith(bytes);

    /// <summary>Whether the first bytes hold these at an offset.</summary>
    public bool Holds(int offset, ReadOnlySpan<byte> bytes) => Head.Length >= offset + bytes.Length && Head[offset..].StartsWith(bytes);

    /// <summary>Reads from an offset; gives how many bytes there were.</summary>
    public int Read(long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset >= Length)
            return 0;
        if (_reads == MostReads)
        {
            GaveUp = true;
            return 0;
        }
        _reads++;
        _stream.Position = offset;
        return _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
    }

    /// <summary>Reads just so many bytes; false when the file has fewer.</summary>
    public bool Fill(long offset, Span<byte> bytes) => Read(offset, bytes) == bytes.Length;

    /// <summary>Four bytes, the highest first; null beyond the end.</summary>
    public uint? UInt32(long offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        return Fill(offset, bytes) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;
    }
}

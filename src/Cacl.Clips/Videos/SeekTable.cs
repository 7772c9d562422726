using System.Text.Json.Serialization;

namespace Cacl.Clips;

/// <summary>What reading a video to its end has shown: how many frames there are, how it ends, and places that later reads can seek to.</summary>
/// <remarks>
/// A place is taken only when the decoder gives the same pictures at the same times there, so frames read with a table are
/// those read without one. A file whose time stamps are not in order has no places. Made by <see cref="VideoFile.CountFrames"/>.
/// A table holds for the file it was made of, as long as that keeps its size and time of writing. Never changes.
/// </remarks>
[JsonConverter(typeof(SeekTableConverter))]
public sealed class SeekTable : IEquatable<SeekTable>
{
    private const byte Version = 1;

    private readonly SeekPoint[] _points;

    internal SeekTable(FileStamp stamp, VideoEnding ending, IEnumerable<SeekPoint> points)
    {
        Stamp = stamp;
        Ending = ending;
        _points = [.. points];
    }

    /// <summary>How the video ended, and after how many frames.</summary>
    public VideoEnding Ending { get; }

    /// <summary>How many places reads can seek to; none in a short video, or in one whose time stamps are not in order.</summary>
    public int PointCount => _points.Length;

    /// <summary>The file that it was made of.</summary>
    internal FileStamp Stamp { get; }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal static SeekTable FromBytes(byte[] bytes)
    {
        using BinaryReader reader = new(new MemoryStream(bytes));
        try
        {
            if (reader.ReadByte() != Version)
                throw new FormatException("It is no seek table of this version.");
            FileStamp stamp = new(reader.Read7BitEncodedInt64(), new DateTime(reader.ReadInt64(), DateTimeKind.Utc));
            VideoEnding ending = new((VideoEndingKind)reader.ReadByte(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64());
            if (!Enum.IsDefined(ending.Kind) || ending.Frames < 1)
                throw new FormatException("It is a seek table of no video.");
            SeekPoint[] points = new SeekPoint[Math.Clamp(reader.Read7BitEncodedInt(), 0, bytes.Length)];
            int frame = 0;
            for (int i = 0; i < points.Length; i++)
                points[i] = new SeekPoint(frame = checked(frame + reader.Read7BitEncodedInt()), reader.ReadDouble(), reader.ReadUInt64());
            if (points.Any(point => point.Frame < 0 || point.Frame >= ending.Frames))
                throw new FormatException("It is a seek table with places beyond its end.");
            return new SeekTable(stamp, ending, points);
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new FormatException("It is no seek table.", exception);
        }
    }

    /// <summary>The table in few bytes: some 20 a place.</summary>
    internal byte[] ToBytes()
    {
        MemoryStream stream = new();
        using (BinaryWriter writer = new(stream))
        {
            writer.Write(Version);
            writer.Write7BitEncodedInt64(Stamp.Bytes);
            writer.Write(Stamp.ModifiedUtc.Ticks);
            writer.Write((byte)Ending.Kind);
            writer.Write7BitEncodedInt(Ending.Frames);
            writer.Write7BitEncodedInt64(Ending.Promised);
            writer.Write7BitEncodedInt(_points.Length);
            int frame = 0;
            foreach (SeekPoint point in _points)
            {
                writer.Write7BitEncodedInt(point.Frame - frame);
                writer.Write(point.StartTime);
                writer.Write(point.Fingerprint);
                frame = point.Frame;
            }
        }
        return stream.ToArray();
    }

    /// <summary>The last place at a frame or before it; null when there is none.</summary>
    internal SeekPoint? LastUpTo(int frame)
    {
        int after = Array.FindIndex(_points, point => point.Frame > frame);
        int last = after < 0 ? _points.Length - 1 : after - 1;
        return last < 0 ? null : _points[last];
    }

    /// <summary>Whether both say the same of the same file.</summary>
    /// <param name="other">Another table.</param>
    public bool Equals(SeekTable? other) =>
        other is not null && Stamp == other.Stamp && Ending == other.Ending && _points.AsSpan().SequenceEqual(other._points);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SeekTable);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Stamp, Ending, PointCount);
}

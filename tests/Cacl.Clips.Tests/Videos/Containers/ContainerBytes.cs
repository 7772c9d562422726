using System.Buffers.Binary;
using System.Text;

namespace Cacl.Clips.Tests;

/// <summary>Containers written byte by byte, with no more in them than says what they hold.</summary>
internal static class ContainerBytes
{
    public static byte[] Box(string name, params byte[][] content)
    {
        byte[] inside = Join(content);
        return Join(BigEndian(inside.Length + 8), Ascii(name), inside);
    }

    /// <summary>An MP4 of tracks, each of a handler and a codec, and whatever goes into its index beside them.</summary>
    public static byte[] Mp4((string Handler, string Codec)[] tracks, params byte[][] besides) => Join(
        Box("ftyp", Ascii("isom"), new byte[4], Ascii("isommp41")),
        Box("moov", [Box("mvhd", new byte[100]), .. tracks.Select(track => Track(track.Handler, track.Codec)), .. besides]),
        Box("mdat", new byte[300]));

    /// <summary>The place of an MP4's cover picture.</summary>
    public static byte[] Cover() => Box("udta", Box("meta", new byte[4], Box("hdlr", new byte[25]), Box("ilst", Box("covr", Box("data", new byte[20])))));

    public static byte[] Chunk(string name, params byte[][] content)
    {
        byte[] inside = Join(content);
        return Join(Ascii(name), LittleEndian(inside.Length), inside, new byte[inside.Length & 1]);
    }

    public static byte[] List(string name, params byte[][] content) => Chunk("LIST", [Ascii(name), .. content]);

    /// <summary>An AVI of streams: of video by their codec, of sound by the number of theirs.</summary>
    public static byte[] Avi((string Kind, string Codec)[] streams, params byte[][] rest) => Chunk("RIFF",
    [
        Ascii("AVI "),
        List("hdrl", [Chunk("avih", new byte[56]), .. streams.Select(stream => List("strl",
            Chunk("strh", Ascii(stream.Kind), new byte[52]),
            Chunk("strf", stream.Kind == "auds" ? Join([Convert.ToByte(stream.Codec, 16), 0], new byte[16]) : Join(new byte[16], Ascii(stream.Codec), new byte[20]))))]),
        .. rest,
    ]);

    public static byte[] Element(uint id, params byte[][] content)
    {
        byte[] inside = Join(content), number = BigEndian((int)id);
        return Join(number.AsSpan().TrimStart((byte)0).ToArray(), [0x08, .. BigEndian(inside.Length)], inside);
    }

    public static byte[] Matroska(params byte[][] parts) => Join(
        Element(0x1A45DFA3, Element(0x4282, Ascii("matroska"))),
        Element(0x18538067, [Element(0xEC, new byte[10]), .. parts]));

    public static byte[] Tracks(params (byte Kind, string Codec)[] tracks) =>
        Element(0x1654AE6B, [.. tracks.Select(track => Element(0xAE, Element(0xD7, [1]), Element(0x83, [track.Kind]), Element(0x86, Ascii(track.Codec))))]);

    public static byte[] Cluster() => Element(0x1F43B675, new byte[40]);

    public static byte[] Attachment(string kind) => Element(0x1941A469, Element(0x61A7, Element(0x466E, Ascii("x")), Element(0x4660, Ascii(kind))));

    public static byte[] OggPage(byte[] packet, byte flags = 2) => Join(Ascii("OggS"), [0, flags], new byte[20], [1, (byte)packet.Length], packet);

    public static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] LittleEndian(int value) => [.. BigEndian(value).Reverse()];

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private static byte[] Track(string handler, string codec) => Box("trak",
        Box("tkhd", new byte[84]),
        Box("mdia",
            Box("hdlr", new byte[8], Ascii(handler), new byte[13]),
            Box("minf", Box("stbl", Box("stsd", new byte[4], BigEndian(1), Box(codec, new byte[70]))))));
}

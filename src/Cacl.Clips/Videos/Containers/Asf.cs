using System.Buffers.Binary;

namespace Cacl.Clips;

/// <summary>WMV and WMA: objects, each named by sixteen bytes.</summary>
internal static class Asf
{
    private const int HeaderLength = 30;

    private static readonly byte[] File = Convert.FromHexString("3026B2758E66CF11A6D900AA0062CE6C");
    private static readonly byte[] StreamProperties = Convert.FromHexString("9107DCB7B7A9CF118EE600C00C205365");
    private static readonly byte[] Sound = Convert.FromHexString("409E69F84D5BCF11A8FD00805F5C442B");
    private static readonly byte[] Video = Convert.FromHexString("C0EF19BC4D5BCF11A8FD00805F5C442B");

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (!file.StartsWith(File))
            return null;
        FoundStreams streams = new("a Windows Media file");
        byte[] part = new byte[24 + 16];
        for (long at = HeaderLength; file.Fill(at, part);)
        {
            if (part.AsSpan().StartsWith(StreamProperties))
                Add(file, at, part.AsSpan(24), streams);
            ulong size = BinaryPrimitives.ReadUInt64LittleEndian(part.AsSpan(16));
            if (size < 24 || size > (ulong)(file.Length - at))
                break;
            at += (long)size;
        }
        return streams.IsEmpty ? null : streams.WhyNot();
    }

    private static void Add(ProbedFile file, long at, ReadOnlySpan<byte> kind, FoundStreams streams)
    {
        if (kind.SequenceEqual(Video))
            // The fixed part, then 11 bytes of size, and biCompression in the BITMAPINFOHEADER.
            streams.AddVideo(file.UInt32(at + 78 + 11 + 16) is { } code ? FoundStreams.FourLetters(code) : "nothing");
        else if (kind.SequenceEqual(Sound))
            streams.AddSound("Windows Media");
        else
            streams.AddOther("other data");
    }
}

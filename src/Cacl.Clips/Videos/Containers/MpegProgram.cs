using System.Buffers.Binary;

namespace Cacl.Clips;

/// <summary>MPEG program streams (.mpg, .vob): packets that each name their stream.</summary>
internal static class MpegProgram
{
    private const byte PackStart = 0xBA, ProgramEnd = 0xB9, FirstSound = 0xC0, FirstVideo = 0xE0, LastVideo = 0xEF, PrivateStream = 0xBD;

    /// <summary>Packets looked at: video and sound are interleaved long before.</summary>
    private const int MostPackets = 2000;

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (!file.StartsWith([0, 0, 1, PackStart]))
            return null;
        bool sound = false;
        byte[] header = new byte[14];
        long at = 0;
        for (int packet = 0; packet < MostPackets; packet++)
        {
            int got = file.Read(at, header);
            if (got < 6 || !header.AsSpan().StartsWith(new byte[] { 0, 0, 1 }) || header[3] is ProgramEnd or < PackStart)
                break;
            byte id = header[3];
            if (id is >= FirstVideo and <= LastVideo)
                return null;
            sound |= id is >= FirstSound and < FirstVideo or PrivateStream;
            at += id == PackStart ? PackLength(header, got) : 6 + BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4));
        }
        return sound ? (VideoFault.NoVideoStream, "it is an MPEG program stream without video: it holds sound") : null;
    }

    /// <summary>MPEG 1 has packs of 12 bytes; MPEG 2 of 14 and what it stuffs them with.</summary>
    private static int PackLength(byte[] header, int got) => header[4] >> 6 == 1 && got == 14 ? 14 + (header[13] & 7) : 12;
}

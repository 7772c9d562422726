using System.Buffers.Binary;

namespace Cacl.Clips;

/// <summary>Sound that has no container, or one that carries nothing else.</summary>
internal static class SoundFiles
{
    private const int FlacPicture = 6;

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (file.StartsWith("ID3"u8) && file.Head.Length >= 10)
            return Tagged(file);
        if (file.StartsWith("fLaC"u8))
            return Sound("a FLAC sound file", FlacHasPicture(file, 0));
        if (file.StartsWith("FORM"u8) && (file.Holds(8, "AIFF"u8) || file.Holds(8, "AIFC"u8)))
            return Sound("an AIFF sound file", false);
        if (file.StartsWith("#!AMR"u8))
            return Sound("an AMR sound file", false);
        if (file.StartsWith("MThd"u8))
            return Sound("a MIDI file", false);
        return Bare(file, 0) is { } name ? Sound(name, false) : null;
    }

    private static (VideoFault Fault, string Cause) Sound(string name, bool picture) => picture
        ? (VideoFault.CoverPicture, $"it is {name} with a cover picture, and no video")
        : (VideoFault.NoVideoStream, $"it is {name}");

    private static (VideoFault Fault, string Cause)? Tagged(ProbedFile file)
    {
        long end = 10 + SevenBits(file.Head[6..]);
        byte[] after = new byte[4];
        bool flac = file.Fill(end, after) && after.AsSpan().SequenceEqual("fLaC"u8);
        bool picture = TagHasPicture(file, file.Head[3], Math.Min(end, file.Length)) || flac && FlacHasPicture(file, end);
        return Sound(flac ? "a FLAC sound file" : Bare(file, end) ?? "a sound file (ID3)", picture);
    }

    /// <summary>Sound whose frames follow each other from a place on.</summary>
    private static string? Bare(ProbedFile file, long start)
    {
        if (RepeatsFrames(file, start, Mp3FrameLength))
            return "an MP3 sound file";
        return RepeatsFrames(file, start, AdtsFrameLength) ? "an AAC sound file" : null;
    }

    /// <summary>Version 2 has names of three letters, version 4 sizes of seven bits a byte.</summary>
    private static bool TagHasPicture(ProbedFile file, byte version, long end)
    {
        byte[] header = new byte[10];
        int taken = version == 2 ? 6 : 10;
        for (long at = 10; at + taken <= end && file.Fill(at, header.AsSpan(0, taken)) && header[0] != 0;)
        {
            if (header.AsSpan().StartsWith(version == 2 ? "PIC"u8 : "APIC"u8))
                return true;
            at += taken + version switch
            {
                2 => (long)(header[3] << 16 | header[4] << 8 | header[5]),
                4 => SevenBits(header.AsSpan(4)),
                _ => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)),
            };
        }
        return false;
    }

    private static bool FlacHasPicture(ProbedFile file, long start)
    {
        byte[] header = new byte[4];
        for (long at = start + 4; file.Fill(at, header);)
        {
            if ((header[0] & 0x7F) == FlacPicture)
                return true;
            if ((header[0] & 0x80) != 0)
                break;
            at += 4 + (header[1] << 16 | header[2] << 8 | header[3]);
        }
        return false;
    }

    /// <summary>Whether three frames follow each other: a single mark of eleven bits would be chance.</summary>
    private static bool RepeatsFrames(ProbedFile file, long at, Func<byte[], int> frameLength)
    {
        byte[] header = new byte[6];
        for (int frame = 0; frame < 3; frame++)
        {
            if (!file.Fill(at, header) || frameLength(header) is not (> 6 and int length))
                return false;
            at += length;
        }
        return true;
    }

    /// <summary>Of layer 3, with the bit rates of MPEG 1 and of MPEG 2; 0 when it is no frame.</summary>
    private static int Mp3FrameLength(byte[] header)
    {
        ReadOnlySpan<int> rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
        ReadOnlySpan<int> rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
        ReadOnlySpan<int> samples = [44100, 48000, 32000, 0];
        int version = header[1] >> 3 & 3, layer = header[1] >> 1 & 3;
        int rate = (version == 3 ? rates1 : rates2)[header[2] >> 4] * 1000, hertz = samples[header[2] >> 2 & 3];
        if (header[0] != 0xFF || header[1] < 0xE0 || version == 1 || layer != 1 || rate == 0 || hertz == 0)
            return 0;
        hertz >>= version switch { 3 => 0, 2 => 1, _ => 2 };
        return (version == 3 ? 144 : 72) * rate / hertz + (header[2] >> 1 & 1);
    }

    private static int AdtsFrameLength(byte[] header) =>
        header[0] == 0xFF && (header[1] & 0xF6) == 0xF0 ? (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5 : 0;

    private static long SevenBits(ReadOnlySpan<byte> bytes) => (long)(bytes[0] & 0x7F) << 21 | (long)(bytes[1] & 0x7F) << 14 | (long)(bytes[2] & 0x7F) << 7 | (long)(bytes[3] & 0x7F);
}

using System.Buffers.Binary;

namespace Cacl.Clips;

/// <summary>MP4, MOV and 3GP: boxes within boxes, each of a size and a name of four letters.</summary>
internal static class IsoMedia
{
    private const uint Moov = 0x6D6F6F76, Moof = 0x6D6F6F66, Mdat = 0x6D646174, Ftyp = 0x66747970, Trak = 0x7472616B, Mdia = 0x6D646961, Hdlr = 0x68646C72,
        Minf = 0x6D696E66, Stbl = 0x7374626C, Stsd = 0x73747364, Udta = 0x75647461, Meta = 0x6D657461, Ilst = 0x696C7374, Covr = 0x636F7672,
        Free = 0x66726565, Skip = 0x736B6970, Wide = 0x77696465, Pnot = 0x706E6F74, Styp = 0x73747970, Sidx = 0x73696478;

    /// <summary>A box's content, from <paramref name="Start"/> up to <paramref name="End"/>; cut off where the file ends before it.</summary>
    private readonly record struct Box(uint Name, long Start, long End, bool IsCutOff);

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (file.Head.Length < 8 || BinaryPrimitives.ReadUInt32BigEndian(file.Head[4..]) is not (Ftyp or Moov or Moof or Mdat or Free or Skip or Wide or Pnot or Styp or Sidx))
            return null;
        if (Picture(file) is { } picture)
            return (VideoFault.NotAVideo, $"it is {picture}");

        FoundStreams streams = new("an MP4 or MOV file");
        bool index = false, fragments = false;
        foreach (Box box in Boxes(file, 0, file.Length))
        {
            streams.IsCutOff |= box.IsCutOff;
            fragments |= box.Name == Moof;
            if (box.Name != Moov)
                continue;
            if (box.IsCutOff)
                return (VideoFault.NoIndex, "its index (moov box) is cut off: recording or copying was not finished");
            index = true;
            AddTracks(file, box, streams);
        }
        if (file.GaveUp)
            return null;
        if (index)
            return streams.WhyNot();
        return fragments
            ? (VideoFault.NoIndex, "it is a piece of a stream: the beginning with its index (moov box) is in another file")
            : (VideoFault.NoIndex, "its index (moov box) is missing: recording or copying was cut off");
    }

    private static string? Picture(ProbedFile file)
    {
        if (!file.Holds(4, "ftyp"u8))
            return null;
        if (file.Holds(8, "avif"u8))
            return "an AVIF picture";
        return file.Holds(8, "heic"u8) || file.Holds(8, "heix"u8) || file.Holds(8, "mif1"u8) ? "an HEIF picture" : null;
    }

    private static void AddTracks(ProbedFile file, Box moov, FoundStreams streams)
    {
        foreach (Box box in Boxes(file, moov.Start, moov.End))
        {
            if (box.Name == Trak)
                AddTrack(file, box, streams);
            else if (box.Name == Udta && HasCover(file, box))
                streams.HasPicture = true;
        }
    }

    private static void AddTrack(ProbedFile file, Box track, FoundStreams streams)
    {
        if (Find(file, track, Mdia) is not { } media || Find(file, media, Hdlr) is not { } handler)
            return;
        Box? table = Find(file, media, Minf) is { } info ? Find(file, info, Stbl) : null;
        Box? entries = table is { } samples ? Find(file, samples, Stsd) : null;
        // Version and flags, how many entries, the first one's size, and its name.
        string codec = entries is { } list && list.End - list.Start >= 16 && file.UInt32(list.Start + 12) is { } code ? FoundStreams.FourLetters(code) : "nothing";
        string kind = file.UInt32(handler.Start + 8) is { } letters ? FoundStreams.FourLetters(letters) : "nothing";
        switch (kind)
        {
            case "vide": streams.AddVideo(codec); break;
            case "soun": streams.AddSound(codec); break;
            case "text" or "sbtl" or "subt": streams.AddOther("subtitles"); break;
            default: streams.AddOther($"a track of '{kind}'"); break;
        }
    }

    private static bool HasCover(ProbedFile file, Box userData)
    {
        if (Find(file, userData, Meta) is not { } meta)
            return false;
        // MP4 has version and flags before the boxes here, and QuickTime has not.
        Box content = file.UInt32(meta.Start + 4) == Hdlr ? meta : meta with { Start = meta.Start + 4 };
        return Find(file, content, Ilst) is { } list && Find(file, list, Covr) is not null;
    }

    private static Box? Find(ProbedFile file, Box within, uint name)
    {
        foreach (Box box in Boxes(file, within.Start, within.End))
        {
            if (box.Name == name)
                return box;
        }
        return null;
    }

    private static IEnumerable<Box> Boxes(ProbedFile file, long start, long end)
    {
        byte[] header = new byte[16];
        while (end - start >= 8)
        {
            int got = file.Read(start, header.AsSpan(0, (int)Math.Min(16, end - start)));
            if (got < 8)
                yield break;
            ulong size = BinaryPrimitives.ReadUInt32BigEndian(header);
            uint name = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            int taken = 8;
            if (size == 1 && got == 16)
                (size, taken) = (BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(8)), 16);
            // Nought means up to the end.
            if (size == 0)
                size = (ulong)(end - start);
            if (size < (ulong)taken)
                yield break;
            bool cutOff = size > (ulong)(end - start);
            long next = cutOff ? end : start + (long)size;
            yield return new Box(name, start + taken, next, cutOff);
            start = next;
        }
    }
}

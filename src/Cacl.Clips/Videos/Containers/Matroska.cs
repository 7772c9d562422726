namespace Cacl.Clips;

/// <summary>Matroska and WebM: elements within elements, each of a number and a size of one to eight bytes.</summary>
internal static class Matroska
{
    private const uint Header = 0x1A45DFA3, DocType = 0x4282, Segment = 0x18538067, Tracks = 0x1654AE6B, TrackEntry = 0xAE, TrackType = 0x83, CodecId = 0x86,
        Cluster = 0x1F43B675, Attachments = 0x1941A469, AttachedFile = 0x61A7, FileMimeType = 0x4660;

    private const int MostOfName = 64;

    private readonly record struct Element(uint Id, long Start, long End, bool IsCutOff);

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (!file.StartsWith([0x1A, 0x45, 0xDF, 0xA3]))
            return null;
        string container = "a Matroska file";
        FoundStreams? streams = null;
        bool tracks = false, clusters = false, cutOff = false;
        foreach (Element element in Elements(file, 0, file.Length))
        {
            if (element.Id == Header && Name(file, element, DocType) == "webm")
                container = "a WebM file";
            if (element.Id != Segment)
                continue;
            streams ??= new FoundStreams(container);
            foreach (Element part in Elements(file, element.Start, element.End))
            {
                cutOff |= part.IsCutOff;
                clusters |= part.Id == Cluster;
                tracks |= part.Id == Tracks;
                if (part.Id == Tracks)
                    AddTracks(file, part, streams);
                else if (part.Id == Attachments && HasPicture(file, part))
                    streams.HasPicture = true;
            }
        }
        if (file.GaveUp && !tracks)
            return null;
        if (!tracks)
            return (VideoFault.NoIndex, $"it is {container} that ends before its list of tracks: recording or copying was cut off");
        if (!clusters && streams!.HasVideo)
            return (VideoFault.NoFrames, $"it is the header of {container} without the frames: recording or copying was cut off");
        streams!.IsCutOff = cutOff;
        return streams.WhyNot();
    }

    private static void AddTracks(ProbedFile file, Element tracks, FoundStreams streams)
    {
        foreach (Element track in Elements(file, tracks.Start, tracks.End))
        {
            if (track.Id != TrackEntry)
                continue;
            string codec = Name(file, track, CodecId) ?? "nothing";
            switch (Number(file, track, TrackType))
            {
                case 1: streams.AddVideo(codec); break;
                case 2: streams.AddSound(codec); break;
                case 17: streams.AddOther("subtitles"); break;
                default: streams.AddOther($"a track of '{codec}'"); break;
            }
        }
    }

    private static bool HasPicture(ProbedFile file, Element attachments)
    {
        foreach (Element attached in Elements(file, attachments.Start, attachments.End))
        {
            if (attached.Id == AttachedFile && Name(file, attached, FileMimeType)?.StartsWith("image/", StringComparison.Ordinal) == true)
                return true;
        }
        return false;
    }

    private static string? Name(ProbedFile file, Element within, uint id)
    {
        foreach (Element element in Elements(file, within.Start, within.End))
        {
            if (element.Id != id)
                continue;
            byte[] name = new byte[(int)Math.Min(element.End - element.Start, MostOfName)];
            return FoundStreams.Printable(name.AsSpan(0, file.Read(element.Start, name)));
        }
        return null;
    }

    /// <summary>The last byte of a number: the kinds of tracks are small.</summary>
    private static int? Number(ProbedFile file, Element within, uint id)
    {
        foreach (Element element in Elements(file, within.Start, within.End))
        {
            byte[] last = new byte[1];
            if (element.Id == id && element.End > element.Start && file.Fill(element.End - 1, last))
                return last[0];
        }
        return null;
    }

    private static IEnumerable<Element> Elements(ProbedFile file, long start, long end)
    {
        byte[] header = new byte[12];
        while (start < end)
        {
            int got = file.Read(start, header.AsSpan(0, (int)Math.Min(12, end - start)));
            if (!TryParse(header.AsSpan(0, got), out uint id, out ulong size, out int taken))
                yield break;
            // Written before it was known, as live recordings do: then up to the end of what it lies in.
            bool unknown = size == ulong.MaxValue;
            bool cutOff = !unknown && size > (ulong)(end - start - taken);
            long next = unknown || cutOff ? end : start + taken + (long)size;
            yield return new Element(id, start + taken, next, cutOff);
            start = next;
        }
    }

    /// <summary>Number and size: the zeros in front of the first one tell how many bytes follow; in the number the one stays.</summary>
    private static bool TryParse(ReadOnlySpan<byte> header, out uint id, out ulong size, out int taken)
    {
        (id, size, taken) = (0, 0, 0);
        if (header.IsEmpty)
            return false;
        int idLength = LeadingZeros(header[0]) + 1;
        if (idLength > 4 || header.Length <= idLength)
            return false;
        foreach (byte part in header[..idLength])
            id = id << 8 | part;
        int sizeLength = LeadingZeros(header[idLength]) + 1;
        if (sizeLength > 8 || header.Length < idLength + sizeLength)
            return false;
        size = header[idLength] & (0xFFUL >> sizeLength);
        foreach (byte part in header[(idLength + 1)..(idLength + sizeLength)])
            size = size << 8 | part;
        if (size == (1UL << 7 * sizeLength) - 1)
            size = ulong.MaxValue;
        taken = idLength + sizeLength;
        return true;
    }

    private static int LeadingZeros(byte value) => System.Numerics.BitOperations.LeadingZeroCount((uint)value) - 24;
}

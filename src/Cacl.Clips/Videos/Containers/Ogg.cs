namespace Cacl.Clips;

/// <summary>Ogg: pages of which the first ones each begin a stream and name its codec.</summary>
internal static class Ogg
{
    private const int PageHeader = 27;

    private const byte BeginsStream = 2;

    private static readonly (byte[] Start, string Name, bool IsVideo)[] Codecs =
    [
        ([0x80, .. "theora"u8], "theora", true),
        ([.. "BBCD"u8], "dirac", true),
        ([1, .. "video"u8], "ogm", true),
        ([1, .. "vorbis"u8], "vorbis", false),
        ([.. "OpusHead"u8], "opus", false),
        ([0x7F, .. "FLAC"u8], "flac", false),
        ([.. "Speex"u8], "speex", false),
    ];

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (!file.StartsWith("OggS"u8))
            return null;
        FoundStreams streams = new("an Ogg file") { HasPicture = file.Head.IndexOf("METADATA_BLOCK_PICTURE="u8) >= 0 };
        byte[] page = new byte[PageHeader + 255];
        long start = 0;
        while (true)
        {
            int got = file.Read(start, page);
            if (got < PageHeader || !page.AsSpan().StartsWith("OggS"u8) || (page[5] & BeginsStream) == 0)
                break;
            int lengths = page[26];
            if (got < PageHeader + lengths)
                break;
            int size = 0;
            foreach (byte length in page.AsSpan(PageHeader, lengths))
                size += length;
            Add(page.AsSpan(0, got)[(PageHeader + lengths)..], streams);
            start += PageHeader + lengths + size;
        }
        return streams.IsEmpty ? null : streams.WhyNot();
    }

    private static void Add(ReadOnlySpan<byte> packet, FoundStreams streams)
    {
        foreach ((byte[] start, string name, bool video) in Codecs)
        {
            if (!packet.StartsWith(start))
                continue;
            if (video)
                streams.AddVideo(name);
            else
                streams.AddSound(name);
        }
    }
}

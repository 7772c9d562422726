using System.Buffers.Binary;

namespace Cacl.Clips;

/// <summary>AVI, and the sound and pictures of the same family: chunks of a name of four letters and a size.</summary>
internal static class Riff
{
    private readonly record struct Chunk(string Name, long Start, long End, bool IsCutOff);

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        bool riff = file.StartsWith("RIFF"u8);
        if (riff && file.Holds(8, "WEBP"u8))
            return (VideoFault.NotAVideo, "it is a WebP picture");
        if ((riff || file.StartsWith("RF64"u8)) && file.Holds(8, "WAVE"u8))
            return (VideoFault.NoVideoStream, "it is a WAV sound file");
        return riff && file.Holds(8, "AVI"u8) ? Avi(file) : null;
    }

    private static (VideoFault Fault, string Cause)? Avi(ProbedFile file)
    {
        FoundStreams streams = new("an AVI file");
        bool frames = false;
        foreach (Chunk chunk in Chunks(file, 12, file.Length))
        {
            streams.IsCutOff |= chunk.IsCutOff;
            if (chunk.Name == "hdrl")
                AddStreams(file, chunk, streams);
            frames |= chunk.Name == "movi" && chunk.End > chunk.Start;
        }
        if (file.GaveUp)
            return null;
        return !frames && (streams.HasVideo || streams.IsEmpty)
            ? (VideoFault.NoFrames, "it is the header of an AVI file without the frames: recording or copying was cut off")
            : streams.WhyNot();
    }

    private static void AddStreams(ProbedFile file, Chunk headers, FoundStreams streams)
    {
        foreach (Chunk list in Chunks(file, headers.Start, headers.End))
        {
            if (list.Name != "strl")
                continue;
            string kind = "nothing";
            foreach (Chunk chunk in Chunks(file, list.Start, list.End))
            {
                if (chunk.Name == "strh")
                    kind = file.UInt32(chunk.Start) is { } letters ? FoundStreams.FourLetters(letters) : kind;
                else if (chunk.Name == "strf")
                    AddStream(file, chunk, kind, streams);
            }
        }
    }

    private static void AddStream(ProbedFile file, Chunk format, string kind, FoundStreams streams)
    {
        switch (kind)
        {
            case "vids":
                // BITMAPINFOHEADER.biCompression; nought stands for uncompressed pixels.
                uint? code = file.UInt32(format.Start + 16);
                streams.AddVideo(code is null or 0 ? "raw" : FoundStreams.FourLetters(code.Value));
                break;
            case "auds":
                byte[] tag = new byte[2];
                streams.AddSound(file.Fill(format.Start, tag) ? $"format {BinaryPrimitives.ReadUInt16LittleEndian(tag):x}h" : "nothing");
                break;
            default:
                streams.AddOther(kind == "txts" ? "subtitles" : $"a stream of '{kind}'");
                break;
        }
    }

    /// <summary>The chunks of a stretch; a list goes by its own name, and begins after it.</summary>
    private static IEnumerable<Chunk> Chunks(ProbedFile file, long start, long end)
    {
        byte[] header = new byte[12];
        while (end - start >= 8)
        {
            int got = file.Read(start, header.AsSpan(0, (int)Math.Min(12, end - start)));
            if (got < 8)
                yield break;
            long size = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
            bool cutOff = size > end - start - 8;
            long next = cutOff ? end : start + 8 + size;
            bool list = got == 12 && size >= 4 && header.AsSpan().StartsWith("LIST"u8);
            yield return new Chunk(FoundStreams.Printable(header.AsSpan(list ? 8 : 0, 4)), start + (list ? 12 : 8), next, cutOff);
            // Chunks begin at even places.
            start = next + (next & 1);
        }
    }
}

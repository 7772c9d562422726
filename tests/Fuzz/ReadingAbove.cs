using Cacl.Clips;

namespace Cacl.Fuzz;

/// <summary>Reads a file by what stands above <see cref="VideoFile"/>, and holds it against the whole file.</summary>
internal static class ReadingAbove
{
    /// <summary>Damage can make frames of 60,000 x 8 pixels, of which no more than a few fit into memory once they are resized.</summary>
    private const long MostPixels = 100_000;

    /// <summary>Takes whatever can be read.</summary>
    private static readonly ClipOptions Any = new() { Frames = 4, Interval = 2, ShortSide = 24, CropSize = 16, ShortVideos = ShortVideoPolicy.Tile, LeastReadable = 0 };

    /// <summary>How clips of a file are taken.</summary>
    public static ClipOptions OptionsFor(VideoFile file, FrameSize instead)
    {
        FrameSize size = Any.ResizedFrom(file.Width, file.Height);
        return (long)size.Width * size.Height <= MostPixels ? Any : Any with { FixedSize = instead };
    }

    public static Difference? Compare(string path, DecodedVideo video, VideoEnding ending, ClipOptions options, Way way, int seed, Action<string> step)
    {
        switch (way)
        {
            case Way.Clips:
                step("take a clip");
                return CompareClip(path, video, ending, options, known: null, seed);
            case Way.Index:
                step("examine");
                ExaminedVideo examined = VideoIndex.Examine([path], workers: 1).Videos[0];
                if (examined.Ending != ending)
                    return new Difference(0, $"the index has {examined.Ending?.ToString() ?? examined.Cause}, and the whole file ends as {ending}");
                step("take a clip by the index");
                return CompareClip(path, video, ending, options, examined, seed);
            default:
                return CompareCached(path, video, options, seed, step);
        }
    }

    private static Difference? CompareClip(string path, DecodedVideo video, VideoEnding ending, ClipOptions options, ExaminedVideo? known, int seed)
    {
        using var reader = new ClipReader(path, options, known);
        if (reader.Ending != ending)
            return new Difference(0, $"clips are taken up to {reader.Ending}, and the whole file ends as {ending}");
        SampleRandom random = new(1, 0, seed), same = new(1, 0, seed);
        RawClip clip = reader.Random(ref random);
        int[] frames = new int[options.Frames];
        new ClipSampler(options.Frames, options.Interval, options.ShortVideos).Random(video.FrameCount, ref same, frames);
        return CompareFrames(video, frames, clip.Size, clip.Pixels, "in a clip");
    }

    private static Difference? CompareCached(string path, DecodedVideo video, ClipOptions options, int seed, Action<string> step)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-fuzz-cache-");
        try
        {
            FrameScaling scaling = options.FixedSize is { } size ? FrameScaling.ToSize(size) : FrameScaling.ToShortSide(options.ShortSide);
            var cache = new FrameCache(folder.FullName, scaling, 1L << 32);
            step("decode for the cache");
            DecodedVideo decoded = cache.Decode(path);
            step("read from the cache");
            using VideoFrames? kept = cache.Find(path);
            if (kept is null)
                return new Difference(0, $"the cache does not have what it was given: {cache.LastFault}");
            foreach (VideoFrames other in new[] { decoded, kept })
            {
                if (other.FrameCount != video.FrameCount || other.EndedEarly != video.EndedEarly)
                    return new Difference(0, $"the cache has {other.FrameCount} frames ({other.EndedEarly}), and the whole file {video.FrameCount} ({video.EndedEarly})");
            }
            var random = new Random(seed);
            int[] frames = [video.FrameCount - 1, random.Next(video.FrameCount), random.Next(video.FrameCount)];
            byte[] pixels = new byte[frames.Length * kept.Size.ByteCount];
            kept.CopyFrames(frames, pixels);
            return CompareFrames(video, frames, kept.Size, pixels, "in the cache");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Difference? CompareFrames(DecodedVideo video, int[] frames, FrameSize size, byte[] pixels, string where)
    {
        if (size != video.Size)
            return new Difference(0, $"frames {where} have {size} pixels, those of the whole file {video.Size}");
        for (int i = 0; i < frames.Length; i++)
        {
            if (!video.Frame(frames[i]).SequenceEqual(pixels.AsSpan(i * size.ByteCount, size.ByteCount)))
                return new Difference(frames[i], $"frame {frames[i]} of {video.FrameCount} {where} differs from the one of the whole file");
        }
        return null;
    }
}

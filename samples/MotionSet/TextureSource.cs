using Cacl.Clips;

namespace Cacl.Samples.MotionSet;

/// <summary>Frames of real videos, from which random patches are cut.</summary>
internal sealed class TextureSource
{
    private const int FramesPerVideo = 24;
    private const int ShortSide = 180;
    private const int Candidates = 6;

    private readonly List<(byte[] Rgb, FrameSize Size)> frames = [];

    /// <summary>Takes frames from a stretch of each video; 0 to 1 is all of it.</summary>
    public TextureSource(IEnumerable<string> videos, double from, double to)
    {
        foreach (string path in videos)
        {
            using VideoFile video = VideoFile.Open(path);
            FrameSize size = FrameSize.FitShortSide(video.Width, video.Height, ShortSide);
            int count = video.CountFrames(), first = (int)(count * from), stretch = Math.Max(1, (int)(count * to) - first);
            int[] indices = [.. Enumerable.Range(0, Math.Min(FramesPerVideo, stretch)).Select(i => first + i * stretch / Math.Min(FramesPerVideo, stretch))];
            int bytes = size.Width * size.Height * 3;
            var pixels = new byte[indices.Length * bytes];
            video.Read(indices, size, pixels);
            for (int i = 0; i < indices.Length; i++) frames.Add((pixels[(i * bytes)..((i + 1) * bytes)], size));
        }
    }

    /// <summary>
    /// Two sources that share no picture: the last third of the videos against the others, or, of a single video, its
    /// end against its beginning.
    /// </summary>
    public static (TextureSource Train, TextureSource Validate) Split(IReadOnlyList<string> videos)
    {
        if (videos.Count == 1) return (new TextureSource(videos, 0, 0.6), new TextureSource(videos, 0.7, 1));
        int train = videos.Count - Math.Max(1, videos.Count / 3);
        return (new TextureSource(videos.Take(train), 0, 1), new TextureSource(videos.Skip(train), 0, 1));
    }

    /// <summary>A background that fills the frame: a large window, contrast left calm.</summary>
    public Texture Background(ref SampleRandom random, int width, int height)
    {
        (byte[] rgb, FrameSize size) = frames[random.NextInt(frames.Count)];
        int most = Math.Min(size.Width, size.Height * width / height), windowWidth = most * (50 + random.NextInt(51)) / 100, windowHeight = windowWidth * height / width;
        int left = random.NextInt(size.Width - windowWidth + 1), top = random.NextInt(size.Height - windowHeight + 1);
        Texture window = Texture.Cut(rgb, size.Width, left, top, windowWidth, windowHeight, width, height);
        return window.Recolour(ColourOrder(ref random), 30 + 10 * random.NextDouble());
    }

    /// <summary>A sprite's face: the candidate with the most contrast, for a turning flat face shows no movement.</summary>
    public Texture Face(ref SampleRandom random, int side)
    {
        Texture? best = null;
        for (int i = 0; i < Candidates; i++)
        {
            (byte[] rgb, FrameSize size) = frames[random.NextInt(frames.Count)];
            int window = side + random.NextInt(2 * side);
            window = Math.Min(window, Math.Min(size.Width, size.Height));
            Texture candidate = Texture.Cut(rgb, size.Width, random.NextInt(size.Width - window + 1), random.NextInt(size.Height - window + 1), window, window, side, side);
            if (best is null || candidate.Deviation() > best.Deviation()) best = candidate;
        }
        return best!.Recolour(ColourOrder(ref random), 60 + 10 * random.NextDouble());
    }

    private static int[] ColourOrder(ref SampleRandom random)
    {
        int[] order = [0, 1, 2];
        random.Shuffle(order);
        return order;
    }
}

using Cacl.Clips;
using Cacl.Onnx;
using Cacl.Search;

namespace Cacl.Samples.SearchService.Tests;

/// <summary>Small videos of patches that differ from video to video, and the index that an encoder made of them.</summary>
public sealed class IndexedVideos : IDisposable
{
    internal const int Count = 16;
    private const int Patch = 6;

    private readonly TemporaryFolder folder = new();
    private readonly float[][] vectors;

    public IndexedVideos()
    {
        Directory.CreateDirectory(Folder);
        Paths = [.. Enumerable.Range(0, Count).Select(i => Path.Join(Folder, LabelOf(i), $"{i}.avi"))];
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(Encoder);
        var builder = new SearchIndexBuilder(featurizer.FeatureLength);
        vectors = new float[Count][];
        for (int i = 0; i < Count; i++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Paths[i])!);
            Write(Paths[i], seed: i);
            vectors[i] = featurizer.Embed(Paths[i]);
            builder.Add(Paths[i], vectors[i], LabelOf(i));
        }
        using SearchIndex index = builder.Build();
        index.Save(Index);
    }

    internal static string Encoder { get; } = Path.Join(AppContext.BaseDirectory, "Encoders", "encoder.onnx");

    internal static string ForeignEncoder { get; } = Path.Join(AppContext.BaseDirectory, "Encoders", "foreign.onnx");

    internal string[] Paths { get; }

    internal string Folder => folder.File("videos");

    internal string Index => folder.File("videos.index");

    internal static string LabelOf(int video) => video % 2 == 0 ? "even" : "odd";

    internal static string NameOf(int video) => $"{LabelOf(video)}/{video}.avi";

    internal byte[] Content(int video) => File.ReadAllBytes(Paths[video]);

    /// <summary>All videos by cosine, worked out one number after the other.</summary>
    internal (string Name, double Similarity)[] Nearest(int video) =>
        [.. Enumerable.Range(0, Count).Select(other => (NameOf(other), Cosine(vectors[video], vectors[other]))).OrderByDescending(found => found.Item2)];

    internal static void Write(string path, int seed, int frames = 12)
    {
        var size = new FrameSize(48, 36);
        using VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, "MJPG");
        var random = new Random(seed);
        byte[] colours = new byte[size.Width * size.Height / (Patch * Patch) * 3];
        random.NextBytes(colours);
        byte[] pixels = new byte[size.ByteCount];
        for (int frame = 0; frame < frames; frame++)
        {
            for (int y = 0; y < size.Height; y++)
                for (int x = 0; x < size.Width; x++)
                    colours.AsSpan((y / Patch * (size.Width / Patch) + (x + frame) % size.Width / Patch) * 3, 3).CopyTo(pixels.AsSpan((y * size.Width + x) * 3));
            writer.Write(pixels);
        }
    }

    public void Dispose() => folder.Dispose();

    private static double Cosine(float[] one, float[] other)
    {
        double product = 0, ones = 0, others = 0;
        for (int i = 0; i < one.Length; i++)
        {
            product += (double)one[i] * other[i];
            ones += (double)one[i] * one[i];
            others += (double)other[i] * other[i];
        }
        return product / Math.Sqrt(ones * others);
    }
}

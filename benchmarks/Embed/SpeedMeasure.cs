using System.Diagnostics;
using Cacl.Onnx;

namespace Cacl.Benchmarks.Embed;

/// <summary>Embeds videos with R3D-18, in turns with the peer.</summary>
internal static class SpeedMeasure
{
    private const double Goal = 1.2;

    // Pixels are averaged a little differently when frames shrink.
    private const double LeastSimilarity = 0.999;

    public static void Run(string[] videos, Encoders encoders, BenchmarkOptions options, Results results)
    {
        using var peer = new Peer(encoders.Weights, options.ClipsOfVideo);
        Console.WriteLine($"\n{peer.Version}; {videos.Length} videos, {options.ClipsOfVideo} clips each, {Environment.ProcessorCount} processors");
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(encoders.Exported(), new VideoFeaturizerOptions { ClipCount = options.ClipsOfVideo });
        string[] first = videos[..1];
        Compare(Embed(featurizer, first).Features, peer.Embed(first).Features);   // also what is done once does not count
        List<double> ours = [], theirs = [];
        for (int round = 0; round < options.Rounds; round++)
        {
            (double seconds, float[][] features) = Embed(featurizer, videos);
            (double peerSeconds, float[][] peerFeatures) = peer.Embed(videos);
            Compare(features, peerFeatures);
            ours.Add(seconds / videos.Length);
            theirs.Add(peerSeconds / videos.Length);
        }
        results.Add($"a video, {options.ClipsOfVideo} clips, R3D-18", Median(ours), Median(theirs), "PyTorch + cv2", "s", Goal);
    }

    private static (double Seconds, float[][] Features) Embed(VideoFeaturizer featurizer, string[] videos)
    {
        long start = Stopwatch.GetTimestamp();
        float[][] features = [.. featurizer.EmbedAll(videos).Select(video => video.Features ?? throw video.Fault!)];
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, features);
    }

    private static void Compare(float[][] ours, float[][] theirs)
    {
        foreach ((float[] one, float[] other) in ours.Zip(theirs))
        {
            double dot = 0, left = 0, right = 0;
            for (int i = 0; i < one.Length; i++)
                (dot, left, right) = (dot + one[i] * other[i], left + one[i] * one[i], right + other[i] * other[i]);
            double similarity = dot / Math.Sqrt(left * right);
            if (one.Length != other.Length || !(similarity >= LeastSimilarity) || Math.Abs(Math.Sqrt(left / right) - 1) > 0.01)
                throw new BenchmarkException($"Both sides' vectors differ: their cosine is {similarity:f6}, their lengths' ratio {Math.Sqrt(left / right):f4}.");
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

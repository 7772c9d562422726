using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The vectors that several encoders give the same videos; each video is read once for all of them.</summary>
/// <param name="Videos">The videos that can be read, in their order.</param>
/// <param name="Sets">For each encoder the vectors and labels of those videos.</param>
/// <param name="Faulty">The videos that are faulty.</param>
internal sealed record VideoVectors(IReadOnlyList<VideoEntry> Videos, IReadOnlyList<FeatureSet> Sets, FaultyVideos Faulty)
{
    /// <summary>Embeds videos: the mean over clips at even places.</summary>
    /// <param name="encoders">Encoders that take the same clips.</param>
    /// <param name="videos">Labelled videos.</param>
    /// <param name="options">Clips per video, and what vectors are made of.</param>
    /// <param name="stage">The name that progress carries.</param>
    /// <exception cref="InvalidDataException">No video can be used.</exception>
    public static VideoVectors Of(IReadOnlyList<VideoEncoder> encoders, IReadOnlyList<VideoEntry> videos, EvaluationOptions options, string stage)
    {
        var readable = new List<VideoEntry>();
        List<float[]>[] vectors = [.. encoders.Select(_ => new List<float[]>())];
        FaultyVideos faulty = ClipFeed.ForEach(videos, encoders[0].Settings.Clips, options.Selection, stage, options.Progress, options.Cancellation, (video, pixels) =>
        {
            readable.Add(video);
            for (int i = 0; i < encoders.Count; i++)
                vectors[i].Add(Vector(encoders[i], pixels, options));
        });
        string[] labels = [.. readable.Select(video => video.Label!)];
        return new VideoVectors(readable, [.. vectors.Select(rows => new FeatureSet(rows, labels))], faulty);
    }

    private static float[] Vector(VideoEncoder encoder, byte[] pixels, EvaluationOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return encoder.Features(pixels, options.Selection.ClipCount.GetValueOrDefault(), options.Feature).mean([0]).cpu().data<float>().ToArray();
    }
}

using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Cacl.Onnx;

/// <summary>Computes the vectors of videos, each the mean over its clips.</summary>
internal static class MeanFeatures
{
    /// <summary>Gives each video its vector, by runs of even size that take clips of several videos where one has fewer.</summary>
    /// <param name="encoder">What computes.</param>
    /// <param name="batchSize">How many clips a run takes at most.</param>
    /// <param name="videos">Their clips, which are let go; a video without any has a vector of zeros.</param>
    /// <param name="sideBySide">How many runs go on at a time.</param>
    /// <param name="cancellation">Ends it between two runs.</param>
    public static void Complete(OnnxVideoEncoder encoder, int batchSize, IReadOnlyList<DecodedClips> videos, int sideBySide, CancellationToken cancellation)
    {
        int clips = videos.Sum(video => video.Count), length = encoder.FeatureLength;
        if ((long)clips * length > Array.MaxLength)
            throw new InvalidOperationException($"{clips} clips of {length} features each are too many to be averaged at once; together they must be at most {Array.MaxLength} numbers.");
        // 10 clips at most 8 at a time are runs of 5 and 5, not of 8 and 2.
        int runs = (clips + batchSize - 1) / batchSize;
        var features = new float[clips * length];   // [clips, length]
        if (sideBySide > 1 && runs > 1)
            RunSideBySide();
        else
            for (int run = 0; run < runs; run++)
                Run(run);

        int first = 0;
        foreach (DecodedClips video in videos)
        {
            video.Complete(Mean(features.AsSpan(first * length, video.Count * length), length));
            first += video.Count;
        }

        void Run(int run)
        {
            cancellation.ThrowIfCancellationRequested();
            int from = (int)((long)clips * run / runs), to = (int)((long)clips * (run + 1) / runs);
            Compute(encoder, videos, from, to - from, features.AsSpan(from * length, (to - from) * length));
        }

        void RunSideBySide()
        {
            try
            {
                Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = sideBySide, CancellationToken = cancellation }, Run);
            }
            catch (AggregateException exception)
            {
                ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            }
        }
    }

    /// <summary>Computes some of the clips, counted over all videos.</summary>
    private static void Compute(OnnxVideoEncoder encoder, IReadOnlyList<DecodedClips> videos, int first, int count, Span<float> features)
    {
        int bytesOfClip = encoder.ClipBytes;
        byte[] batch = ArrayPool<byte>.Shared.Rent(count * bytesOfClip);
        int before = 0, filled = 0;
        foreach (DecodedClips video in videos)
        {
            int from = Math.Max(first - before, 0), to = Math.Min(first + count - before, video.Count);
            if (from < to)
            {
                video.Pixels.AsSpan(from * bytesOfClip, (to - from) * bytesOfClip).CopyTo(batch.AsSpan(filled * bytesOfClip));
                filled += to - from;
            }

            before += video.Count;
        }

        encoder.Embed(batch.AsSpan(0, count * bytesOfClip), count, features);
        ArrayPool<byte>.Shared.Return(batch);
    }

    // [clips, length] -> [length]
    private static float[] Mean(ReadOnlySpan<float> features, int length)
    {
        var mean = new float[length];
        int clips = features.Length / length;
        for (int clip = 0; clip < clips; clip++)
            for (int i = 0; i < length; i++)
                mean[i] += features[clip * length + i];
        for (int i = 0; clips > 0 && i < length; i++)
            mean[i] /= clips;
        return mean;
    }
}

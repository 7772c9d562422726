using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The networks of CACL's contrast, kept with the training result to measure how alike they find two views of a clip.</summary>
public sealed class PositivePairs
{
    private readonly CaclObjective objective;   // the training result's
    private readonly CaclOptions options;
    private readonly Device device;

    internal PositivePairs(CaclObjective objective, CaclOptions options, Device device)
    {
        this.objective = objective;
        this.options = options;
        this.device = device;
    }

    internal CaclObjective Objective => objective;

    /// <summary>Measures the mean similarity of each positive pair on clips at random places, taken, varied and shuffled as in training.</summary>
    /// <param name="paths">Videos that were not trained on, if the figure is to say anything. Those that can't be used are skipped and reported.</param>
    /// <param name="clipsPerVideo">Clips of each video.</param>
    /// <param name="segment">The part of each video that clips are taken from; null takes the whole.</param>
    /// <param name="seed">What places, variation and orders follow from.</param>
    /// <param name="cancellation">Ends the evaluation.</param>
    /// <exception cref="InvalidDataException">No video can be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PositivePairMetrics Measure(IReadOnlyList<string> paths, int clipsPerVideo = 10, VideoSegment? segment = null, int seed = 1, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(objective.IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(clipsPerVideo, 1);
        ClipOptions clips = options.Clips with { Segment = segment ?? VideoSegment.Whole };
        using var source = new VideoClipSource(paths, options with { Clips = clips, IndexFile = null, Cancellation = cancellation });
        return Measure(source, clips, clipsPerVideo, seed, cancellation);
    }

    internal PositivePairMetrics Measure(ClipSource source, ClipOptions clips, int clipsPerVideo, int seed, CancellationToken cancellation)
    {
        int total = clipsPerVideo * source.Count, batchSize = Math.Min(options.BatchSize, total), batches = (total + batchSize - 1) / batchSize;
        using var loader = new BatchLoader(source, clips, options.AugmentationsOf(2), options.ShuffleSampling, (ulong)(uint)seed, batchSize, batches, options.BatchesAhead, options.ClipIntervals);
        var alike = new Dictionary<CaclPositives, double>();
        var others = new Dictionary<CaclPositives, double>();
        long otherCount = 0;
        using IDisposable noGradient = no_grad();
        using TensorFloat32? unrounded = TensorFloat32.ForbiddenOn(device);
        for (int done = 0; done < total; done += batchSize)
        {
            HostBatch host = loader.Next(cancellation) ?? throw new OperationCanceledException(cancellation);
            using DisposeScope scope = NewDisposeScope();
            var batch = new ClipBatch(host, device, options.BackgroundSubtraction);
            int count = Math.Min(batchSize, total - done);   // the last batch may reach into another round of the videos
            Tensor videos = batch.Videos.narrow(0, 0, count);
            Tensor isOther = videos.unsqueeze(0).ne(videos.unsqueeze(1)).to(float32);   // [clips, clips]
            otherCount += (long)isOther.sum().ToDouble();
            foreach ((CaclPositives pair, (Tensor left, Tensor right)) in objective.PairsOf(batch))
            {
                Tensor ours = left.narrow(0, 0, count), theirs = right.narrow(0, 0, count);
                alike[pair] = alike.GetValueOrDefault(pair) + InfoNce.Similarity(ours, theirs).sum().ToDouble();
                others[pair] = others.GetValueOrDefault(pair) + (ours.mm(theirs.t()) * isOther).sum().ToDouble();
            }
        }

        return new PositivePairMetrics(
            alike.ToDictionary(pair => pair.Key, pair => pair.Value / total),
            otherCount == 0 ? new Dictionary<CaclPositives, double>() : others.ToDictionary(pair => pair.Key, pair => pair.Value / otherCount),
            total, source.Skipped);
    }
}

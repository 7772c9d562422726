using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Predicts how strongly a clip was shuffled, from the clip and its shuffled twin.</summary>
public sealed class ShuffleDegreeClassifier
{
    private readonly VideoEncoder encoder;      // both are the training result's
    private readonly ShuffleDegreeHead head;
    private readonly ShuffleSampling sampling;

    internal ShuffleDegreeClassifier(VideoEncoder encoder, ShuffleDegreeHead head, ShuffleSampling sampling)
    {
        this.encoder = encoder;
        this.head = head;
        this.sampling = sampling;
        head.eval();
    }

    /// <summary>Measures predictions on clips of videos, each with an order drawn from the seed.</summary>
    /// <param name="paths">Videos that were not trained on, if the figure is to say anything.</param>
    /// <param name="segment">The part of each video that clips are taken from.</param>
    /// <param name="clipsPerVideo">Clips at even places of each video.</param>
    /// <param name="seed">What the orders follow from.</param>
    /// <param name="cancellation">Ends the evaluation.</param>
    /// <exception cref="VideoException">A video can't be read or is too short.</exception>
    public ShuffleDegreeMetrics Evaluate(IReadOnlyList<string> paths, VideoSegment segment, int clipsPerVideo = 10, int seed = 1, CancellationToken cancellation = default)
    {
        ClipOptions options = encoder.Settings.Clips with { Segment = segment };
        int frames = options.Frames, classes = ShuffleDegree.ClassCount(frames);
        var sampler = new ShuffleDegreeSampler(frames, sampling);
        var confusion = new int[classes, classes];
        using IDisposable noGradient = no_grad();
        for (int video = 0; video < paths.Count; video++)
        {
            cancellation.ThrowIfCancellationRequested();
            byte[] clips = ClipReader.ReadUniform(paths[video], options, clipsPerVideo);
            var orders = new long[clipsPerVideo * frames];
            var actual = new int[clipsPerVideo];
            var order = new int[frames];
            for (int clip = 0; clip < clipsPerVideo; clip++)
            {
                var random = new SampleRandom((ulong)(uint)seed, video, clip, stream: 32);
                actual[clip] = ShuffleDegree.ClassOf(sampler.Draw(ref random, order));
                for (int frame = 0; frame < frames; frame++)
                    orders[clip * frames + frame] = clip * frames + order[frame];
            }

            long[] predicted = Predict(clips, clipsPerVideo, orders);
            for (int clip = 0; clip < clipsPerVideo; clip++)
                confusion[actual[clip], predicted[clip]]++;
        }

        return new ShuffleDegreeMetrics(confusion, sampler.Chance, sampling);
    }

    private long[] Predict(byte[] clips, int count, long[] orders)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor prepared = encoder.Prepare(clips, count);                              // [clips, 3, frames, edge, edge]
        Tensor framesFirst = prepared.permute(0, 2, 1, 3, 4);
        Tensor flat = framesFirst.reshape([-1, .. framesFirst.shape[2..]]);           // [clips * frames, 3, edge, edge]
        Tensor shuffled = flat.index_select(0, tensor(orders, device: prepared.device)).view(framesFirst.shape).permute(0, 2, 1, 3, 4).contiguous();
        Tensor features = cat([encoder.Compute(prepared), encoder.Compute(shuffled)], 1);
        return head.call(features).argmax(1).cpu().data<long>().ToArray();
    }
}

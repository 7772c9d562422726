using System.Diagnostics;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Trains an encoder by CACL: the frame network first, which is then frozen, the 3D CNN and the transformer after.</summary>
public sealed class CaclTrainer
{
    // Enough that less than 1% of what batch norm began with is left: .9^48.
    private const int BatchesOfStatistics = 48;

    private readonly CaclOptions options;

    /// <summary>Checks the options.</summary>
    /// <param name="options">All settings of the run.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message has a line for each.</exception>
    public CaclTrainer(CaclOptions options)
    {
        options.Validate();
        this.options = options;
    }

    /// <summary>Trains on video files.</summary>
    /// <param name="paths">The videos. Those that can't be read or are too short are skipped and reported.</param>
    /// <exception cref="InvalidDataException">No video, or only one where contrast needs two, can be used; or <see cref="TransformerArchitecture.FrameWeights"/> are not the frame network's.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not a finite number.</exception>
    /// <exception cref="NotSupportedException">The device can't be had.</exception>
    /// <exception cref="CheckpointException">The folder for checkpoints holds another run, or can't be written.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled before there was anything to give.</exception>
    public TrainingResult Train(IReadOnlyList<string> paths)
    {
        Device device = Devices.Resolve(options.Device);
        using var source = new VideoClipSource(paths, options);
        TrainingResult result = Train(source, device);
        result.CacheFault = source.CacheFault;
        return result;
    }

    /// <summary>Trains on ready clips.</summary>
    /// <param name="clips">RGB bytes [frames, height, width, 3] each; every clip counts as a video of its own.</param>
    /// <param name="size">Of each frame.</param>
    /// <exception cref="InvalidDataException">Clips do not fit the options, or there are not enough.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not a finite number.</exception>
    /// <exception cref="NotSupportedException">The device can't be had.</exception>
    /// <exception cref="CheckpointException">The folder for checkpoints holds another run, or can't be written.</exception>
    public TrainingResult Train(IReadOnlyList<byte[]> clips, FrameSize size)
    {
        Device device = Devices.Resolve(options.Device);
        using var source = new ColumnClipSource(clips, size, options.Clips);
        return Train(source, device);
    }

    private TrainingResult Train(ClipSource source, Device device)
    {
        if (options.ContrastWeight > 0 && source.Count < 2)
            throw new InvalidDataException($"Only 1 video can be used ({source.Skipped.Count} skipped); contrast needs at least 2 to tell apart.");

        bool untrained = TrainingLoop.StepsOf(options, source.Count) == 0;
        using CheckpointFolder? checkpoints = CheckpointFolder.Of(options, source, [FrameMocoObjective.StageName, CaclObjective.StageName]);

        manual_seed(options.Seed);
        CaclCnn cnn = new CaclCnn(options.Encoder, options.EmbeddingLength).to(device);
        ShuffleDegreeHead head = new ShuffleDegreeHead(
            options.Encoder.FeatureLength, options.DegreeHeadWidth, options.DegreeHeadDropout, ShuffleDegree.ClassCount(options.Clips.Frames)).to(device);
        PositivePairs? pairs = null;
        try
        {
            var history = new List<TrainingProgress>();
            long started = Stopwatch.GetTimestamp();
            bool finished = untrained ? TakeStatistics(cnn, head, source, device, out pairs) : Learn(cnn, head, source, device, history, checkpoints, out pairs);
            double seconds = checkpoints?.Seconds ?? Stopwatch.GetElapsedTime(started).TotalSeconds;

            var settings = new EncoderSettings
            {
                Architecture = options.Encoder,
                Clips = options.Clips with { Segment = VideoSegment.Whole },
                BackgroundSubtraction = options.BackgroundSubtraction,
                EmbedClips = options.EmbedClips,
            };
            var encoder = new VideoEncoder(cnn.Encoder, settings, device);
            return new TrainingResult(options, cnn, encoder, new ShuffleDegreeClassifier(encoder, head, options.ShuffleSampling), pairs, history, source.Skipped, seconds, !finished)
            {
                CheckpointNotices = checkpoints?.Notices ?? [],
                UsedInPart = source.UsedInPart,
            };
        }
        catch
        {
            pairs?.Dispose();
            cnn.Dispose();
            head.Dispose();
            throw;
        }
    }

    private bool Learn(CaclCnn cnn, ShuffleDegreeHead head, ClipSource source, Device device, List<TrainingProgress> history, CheckpointFolder? checkpoints, out PositivePairs? pairs)
    {
        pairs = null;
        FrameNetwork? frameNetwork = MakeFrameNetwork(device);
        bool isReady = false;
        try
        {
            isReady = frameNetwork is null || options.Transformer.FrameWeights is not null || LearnFrames(frameNetwork, source, device, history, checkpoints);
            if (!isReady)
                return false;
        }
        finally
        {
            if (!isReady)
                frameNetwork?.Dispose();
        }

        var objective = new CaclObjective(cnn, head, frameNetwork, options, device);
        pairs = PairsOf(objective, frameNetwork, device);
        return TrainingLoop.Run(objective, source, options, options.ShuffleSampling, history, checkpoints);
    }

    private bool LearnFrames(FrameNetwork frameNetwork, ClipSource source, Device device, List<TrainingProgress> history, CheckpointFolder? checkpoints)
    {
        FrameMocoOptions frames = options.FrameTraining;
        if (checkpoints?.IsPast(FrameMocoObjective.StageName) != true && !LearnAnew())
            return false;
        // Where the stage's last step began: networks that come after are the same whether the stage was learned just now or before.
        manual_seed(TrainingLoop.SeedOfStep(options.Seed, Math.Max(0, frames.Steps - 1)));
        return true;

        bool LearnAnew()
        {
            CaclOptions stage = options with
            {
                ClipIntervals = null,
                Steps = frames.Steps,
                BatchSize = frames.BatchSize,
                Accumulate = 1,
                LearningRate = frames.LearningRate,
                Schedule = ScheduleKind.Cosine,
                Optimizer = OptimizerKind.AdamW,
            };
            using var objective = new FrameMocoObjective(frameNetwork, options.Transformer.Frames, frames, options.EmbeddingLength, device);
            return TrainingLoop.Run(objective, source, stage, options.ShuffleSampling, history, checkpoints);
        }
    }

    // They own both networks from here on; without contrast an objective has none of its own.
    private PositivePairs? PairsOf(CaclObjective objective, FrameNetwork? frameNetwork, Device device) =>
        options.ContrastWeight > 0 ? new PositivePairs(objective, frameNetwork, options, device) : null;

    private FrameNetwork? MakeFrameNetwork(Device device)
    {
        if (!options.UsesTransformer)
            return null;
        var network = new FrameNetwork(options.Transformer.Frames);
        try
        {
            if (options.Transformer.FrameWeights is { } weights)
                network.LoadWeights(weights);
            return network.to(device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    // Networks that were not trained are judged fairly only with batch norm statistics of the videos.
    private bool TakeStatistics(CaclCnn cnn, ShuffleDegreeHead head, ClipSource source, Device device, out PositivePairs? pairs)
    {
        pairs = null;
        FrameNetwork? frameNetwork = MakeFrameNetwork(device);
        cnn.Encoder.train();
        frameNetwork?.train(options.Transformer.FrameWeights is null);
        using (var loader = new BatchLoader(source, options.Clips, options.AugmentationsOf(1), options.ShuffleSampling, (ulong)(uint)options.Seed, options.BatchSize, BatchesOfStatistics, options.BatchesAhead))
        {
            using IDisposable noGradient = no_grad();
            for (int i = 0; i < BatchesOfStatistics; i++)
            {
                if (loader.Next(options.Cancellation) is not { } host)
                {
                    frameNetwork?.Dispose();
                    return false;
                }

                using DisposeScope scope = NewDisposeScope();
                Tensor view = new ClipBatch(host, device, options.BackgroundSubtraction).View(0);
                cnn.Encoder.call(view);
                frameNetwork?.call(ClipFrames.Flatten(view));
            }
        }

        pairs = PairsOf(new CaclObjective(cnn, head, frameNetwork, options, device), frameNetwork, device);
        return true;
    }
}

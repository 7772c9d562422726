using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Measures an encoder on a protocol: reads each video once, and gives every network the same clips.</summary>
internal sealed class EncoderEvaluation
{
    // What batch norm statistics of an untrained network are taken from: enough for 48 batches of 16 clips.
    private const int MostStatisticsVideos = 768, StatisticsBatch = 16;

    private readonly VideoProtocol protocol;
    private readonly EvaluationOptions options;

    public EncoderEvaluation(VideoProtocol protocol, EvaluationOptions options)
    {
        options.Validate();
        LabelledVideos.Check(protocol.Train, nameof(VideoProtocol.Train));
        LabelledVideos.Check(protocol.Test, nameof(VideoProtocol.Test));
        this.protocol = protocol;
        this.options = options;
    }

    /// <summary>Measures an encoder.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="trained">The run that gave it, if its other networks are to be measured as well.</param>
    public EvaluationResult Run(VideoEncoder encoder, TrainingResult? trained = null)
    {
        using VideoEncoder? reshaped = options.Clips is { } clips ? encoder.WithClips(clips) : null;
        options.FineTuning?.For((reshaped ?? encoder).Settings);   // both may be refused, so before the work
        using TrainingResult? untrained = options.Untrained ? MakeUntrained(encoder, trained?.Options) : null;
        using VideoEncoder? reshapedUntrained = options.Clips is { } others ? untrained?.Encoder.WithClips(others) : null;
        return Compare(reshaped ?? encoder, reshapedUntrained ?? untrained?.Encoder, trained, untrained);
    }

    private EvaluationResult Compare(VideoEncoder encoder, VideoEncoder? beside, TrainingResult? trained, TrainingResult? untrained)
    {
        (VideoEncoder Encoder, TrainingResult? Run)[] networks = beside is null ? [(encoder, trained)] : [(encoder, trained), (beside, trained is null ? null : untrained)];
        VideoEncoder[] encoders = [.. networks.Select(network => network.Encoder)];
        VideoVectors train = VideoVectors.Of(encoders, protocol.Train, options, "embedding training videos");
        VideoVectors test = VideoVectors.Of(encoders, protocol.Test, options, "embedding test videos");
        var skippedTrain = new List<SkippedVideo>(train.Faulty.Skipped);
        var skippedTest = new List<SkippedVideo>(test.Faulty.Skipped);
        NetworkMetrics[] metrics = [.. networks.Select((network, i) => Measure(network.Encoder, network.Run, train, test, i, skippedTrain, skippedTest))];
        return new EvaluationResult
        {
            Protocol = protocol.Name,
            Options = options,
            Encoder = encoder.Settings,
            TrainVideos = train.Videos.Count,
            TestVideos = test.Videos.Count,
            SkippedTrain = [.. skippedTrain.DistinctBy(video => video.Path)],
            SkippedTest = [.. skippedTest.DistinctBy(video => video.Path)],
            UsedInPart = [.. train.Faulty.UsedInPart, .. test.Faulty.UsedInPart],
            Trained = metrics[0],
            Untrained = metrics.ElementAtOrDefault(1),
        };
    }

    private NetworkMetrics Measure(VideoEncoder encoder, TrainingResult? run, VideoVectors train, VideoVectors test, int network, List<SkippedVideo> skippedTrain, List<SkippedVideo> skippedTest)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        FeatureSet gallery = train.Sets[network], queries = test.Sets[network];
        FeatureSet.CheckPair(gallery, queries);
        (int Row, double Similarity)[][] found = Neighbours.Find(gallery.Features, queries.Features, Math.Max(options.K.Max(), Math.Max(1, options.NamedNeighbours)));
        LinearProbe? probe = options.LinearProbe is null ? null : LinearProbe.Fit(gallery, options.LinearProbe);
        string[] paths = [.. test.Videos.Select(video => video.Path)];
        VideoSegment segment = encoder.Settings.Clips.Segment;
        return new NetworkMetrics
        {
            Retrieval = RetrievalMetrics.Of(gallery, queries, found, options.K),
            NearestNeighbour = NearestNeighbourMetrics.Of(gallery, queries, found, 1),
            LinearProbe = probe?.Evaluate(queries),
            LinearProbeConverged = probe?.Converged,
            FineTuned = options.FineTuning is null ? null : FineTune(encoder, FineTuningOf(encoder, options.FineTuning, network), train.Videos, test.Videos, skippedTrain, skippedTest),
            ShuffleDegree = run?.DegreeClassifier?.Evaluate(paths, segment, options.ClipsPerVideo, cancellation: options.Cancellation),
            PositivePairs = run?.PositivePairs?.Measure(paths, options.ClipsPerVideo, segment, cancellation: options.Cancellation),
            Neighbours = options.NamedNeighbours == 0 ? [] : [.. found.Select((rows, query) => new VideoNeighbours(
                test.Videos[query].Path, test.Videos[query].Label!,
                [.. rows.Take(options.NamedNeighbours).Select(row => new VideoNeighbour(train.Videos[row.Row].Path, train.Videos[row.Row].Label!, row.Similarity))]))],
        };
    }

    private ClassificationMetrics FineTune(VideoEncoder encoder, FineTuneOptions fineTuning, IReadOnlyList<VideoEntry> train, IReadOnlyList<VideoEntry> test, List<SkippedVideo> skippedTrain, List<SkippedVideo> skippedTest)
    {
        using FineTuneResult tuned = new FineTuner(fineTuning).Train(encoder, train);
        options.Cancellation.ThrowIfCancellationRequested();
        (ClassificationMetrics metrics, IReadOnlyList<SkippedVideo> skipped, _) = tuned.Classifier.Evaluate(test, options.ClipsPerVideo, options.Crop, options.Progress, options.Cancellation);
        skippedTrain.AddRange(tuned.Skipped);
        skippedTest.AddRange(skipped);
        return metrics;
    }

    // Each network's run is kept in a folder of its own.
    private FineTuneOptions FineTuningOf(VideoEncoder encoder, FineTuneOptions fineTuning, int network) => fineTuning with
    {
        Cancellation = options.Cancellation,
        Device = fineTuning.Device ?? encoder.DeviceName,
        CheckpointFolder = fineTuning.CheckpointFolder is { } folder ? Path.Join(folder, network == 0 ? "trained" : "untrained") : null,
    };

    // Of the run's options where there was a run; else nothing but the encoder is wanted.
    private TrainingResult MakeUntrained(VideoEncoder encoder, PretrainingOptions? like)
    {
        EncoderSettings settings = encoder.Settings;
        int step = Math.Max(1, (int)Math.Ceiling((double)protocol.Train.Count / MostStatisticsVideos));
        PretrainingOptions run = (like ?? new CaclOptions { ContrastWeight = 0 }) with
        {
            Encoder = settings.Architecture,
            Clips = settings.Clips,
            BackgroundSubtraction = settings.BackgroundSubtraction,
            EmbedClips = settings.EmbedClips,
            BatchSize = StatisticsBatch,
            Accumulate = 1,
            Steps = 0,
            Seed = options.UntrainedSeed,
            Device = encoder.DeviceName,
            Communicator = Communicator.Single,   // a process evaluates by itself
            IndexFile = null,   // it is of the videos that were trained on
            Progress = null,
            Cancellation = options.Cancellation,
        };
        TrainingResult result = new VideoTrainer(run).Train([.. protocol.Train.Where((_, i) => i % step == 0).Select(video => video.Path)]);
        if (!result.Stopped)
            return result;
        result.Dispose();
        throw new OperationCanceledException(options.Cancellation);
    }
}

using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>Fine-tuning of a classifier alone, as CVRL evaluates encoders.</summary>
public class LinearEvaluationTests(ClassVideos videos) : IClassFixture<ClassVideos>
{
    private static readonly FineTuneOptions Options = FineTuneOptions.CvrlLinear with { BatchSize = 12, Epochs = 60, LearningRate = 3, WarmupEpochs = 2 };

    [Fact]
    public void Preset_pins_the_numbers_of_the_released_code()
    {
        FineTuneOptions options = FineTuneOptions.CvrlLinear;

        options.Validate();
        Assert.Equal((100, 1024, 32.0, 5.0, 0.0, OptimizerKind.Sgd, ScheduleKind.Cosine), (options.Epochs, options.BatchSize, options.LearningRate, options.WarmupEpochs, options.WeightDecay, options.Optimizer, options.Schedule));
        Assert.Equal((true, true), (options.Freeze, options.NormalizeFeatures));
        Assert.Equal(new AugmentationOptions { CropArea = new ValueRange(0.3, 1), CropAspect = new ValueRange(0.5, 2), JitterProbability = 0, GrayscaleProbability = 0 }, options.Augmentation);
    }

    [Fact]
    public void Protocol_of_the_paper_takes_more_frames_and_larger_crops_for_the_test_than_for_learning()
    {
        EvaluationOptions options = EvaluationOptions.CvrlLinear;

        options.Validate();
        Assert.Equal(new ClipOptions { Frames = 32, Interval = 2, ShortSide = 256, CropSize = 256, ShortVideos = ShortVideoPolicy.Tile }, options.Clips);
        Assert.Equal((10, CropPlacement.Three, 30), (options.ClipsPerVideo, options.Crop, options.Selection.ClipCount));
        Assert.Equal(FineTuneOptions.CvrlLinear with { CropSize = 224 }, options.FineTuning);
    }

    [Fact]
    public void Encoder_is_measured_at_the_frames_interval_and_size_of_the_options()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        var other = new ClipOptions { Frames = 5, Interval = 2, ShortSide = 18, CropSize = 18 };
        var options = new EvaluationOptions
        {
            Clips = other, ClipsPerVideo = 2, Crop = CropPlacement.Three, K = [1], LinearProbe = null, FineTuning = Options with { Epochs = 2, CropSize = 12 },
        };

        EvaluationResult result = videos.Protocol.Evaluate(encoder, options);

        Assert.Equal(encoder.Settings with { Clips = other }, result.Encoder);
        using VideoEncoder same = encoder.WithClips(other);
        EvaluationResult direct = videos.Protocol.Evaluate(same, options with { Clips = null, Untrained = false });
        Assert.Equal(direct.Trained.Neighbours.SelectMany(video => video.Nearest), result.Trained.Neighbours.SelectMany(video => video.Nearest));
        Assert.Equal(direct.Trained.FineTuned!.Accuracy, result.Trained.FineTuned!.Accuracy);
        Assert.NotEqual(
            videos.Protocol.Evaluate(encoder, options with { Clips = null, Untrained = false, FineTuning = null }).Trained.Neighbours[0].Nearest[0].Similarity,
            result.Trained.Neighbours[0].Nearest[0].Similarity);
        Assert.Equal(6, result.Untrained!.FineTuned!.Rows);
        Assert.Contains("5 frames at interval 2, 18 x 18 pixels", result.ToReport().ToHtml());
    }

    [Fact]
    public void Classifier_learns_from_crops_of_its_own_size_and_is_used_on_the_encoders()
    {
        using VideoEncoder encoder = videos.MakeEncoder();

        using FineTuneResult small = new FineTuner(Options with { Epochs = 1, CropSize = 12 }).Train(encoder, videos.Train);
        using FineTuneResult large = new FineTuner(Options with { Epochs = 1 }).Train(encoder, videos.Train);

        Assert.Equal(encoder.Settings, small.Classifier.Encoder.Settings);
        Assert.NotEqual(large.History[0].Loss, small.History[0].Loss);
        Assert.Equal(
            "FineTuneOptions: CropSize is 4; it must be null, or from 8 to the size that the encoder's clips are resized to.",
            Assert.Throws<ArgumentException>(() => new FineTuner(Options with { CropSize = 4 })).Message);
        Assert.Equal(
            "FineTuneOptions: Clips.ShortSide is 18; it must be from CropSize (20) to 4096 pixels.",
            Assert.Throws<ArgumentException>(() => videos.Protocol.Evaluate(encoder, new EvaluationOptions { FineTuning = Options with { CropSize = 20 } })).Message);
    }

    [Fact]
    public void Classifier_alone_learns_and_the_encoder_stays_with_its_statistics()
    {
        using VideoEncoder encoder = videos.MakeEncoder();

        using FineTuneResult result = new FineTuner(Options).Train(encoder, videos.Train);

        Dictionary<string, Tensor> before = encoder.Network.state_dict();
        Assert.All(result.Classifier.Encoder.Network.state_dict(), entry => Assert.True(entry.Value.eq(before[entry.Key]).all().item<bool>(), entry.Key));
        double begin = result.History.Take(3).Average(step => step.Loss), end = result.History.TakeLast(3).Average(step => step.Loss);
        Assert.True(end < begin - 0.05, $"The loss went from {begin} to {end}.");
    }

    [Fact]
    public void Loss_and_scores_are_of_features_of_length_1_whatever_their_size()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        using ClipNetwork network = MovingClips.Options.Encoder.Create();
        network.eval();
        using Linear classifier = new Linear(16, 2);
        using var objective = new FineTuneObjective(network, classifier, [1, 0, 1, 1], Options, CPU);
        using var source = new ColumnClipSource(MovingClips.Make(4), MovingClips.Size, MovingClips.Options.Clips);
        using var loader = new BatchLoader(source, MovingClips.Options.Clips, [new AugmentationOptions()], ShuffleSampling.UniformDegree, 1, 4, 1, 1);
        var batch = new ClipBatch(loader.Next(TestContext.Current.CancellationToken)!, CPU, subtractBackground: false);

        StepLoss loss = objective.Loss(batch, 0);
        loss.Total.backward();

        Tensor features = network.call(batch.View(0)).detach();
        Tensor logits = classifier.call(features / features.norm(1, keepdim: true));
        Tensor classes = tensor(new long[] { 1, 0, 1, 1 }).index_select(0, batch.Videos);
        Assert.Equal(nn.functional.cross_entropy(logits, classes).ToDouble(), loss.Total.ToDouble(), 1e-5);
        Assert.Equal(classifier.parameters(), objective.Parameters);
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Scores_are_the_mean_over_three_crops_of_each_place_and_outlive_the_file()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        using FineTuneResult result = new FineTuner(Options with { Epochs = 2 }).Train(encoder, videos.Train);
        string file = Path.Join(videos.Folder, "linear.safetensors");
        result.Classifier.Save(file);
        using VideoClassifier loaded = VideoClassifier.Load(file);

        float[] score = result.Classifier.Score(videos.Test[0].Path, 2);
        byte[] three = ClipReader.Read(videos.Test[0].Path, encoder.Settings.Clips, new ClipSelection { Count = 2, Crop = CropPlacement.Three }, random: default);

        Assert.Equal(score, loaded.Score(videos.Test[0].Path, 2));
        float[] ofCrops = loaded.Score(three, 6);
        int bytes = three.Length / 6;
        Assert.Equal(Enumerable.Range(0, 6).Average(clip => loaded.Score(three[(clip * bytes)..((clip + 1) * bytes)])[0]), ofCrops[0], 1e-5);
        Assert.Equal(6, loaded.Evaluate(videos.Test, 2, CropPlacement.Three, cancellation: TestContext.Current.CancellationToken).Metrics.Rows);
    }

    [Fact]
    public void Protocol_runs_it_on_the_trained_and_the_untrained_network()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        var options = new EvaluationOptions { ClipsPerVideo = 2, Crop = CropPlacement.Three, LinearProbe = null, K = [1], FineTuning = Options with { Epochs = 2 } };

        EvaluationResult result = videos.Protocol.Evaluate(encoder, options);

        Assert.Equal(6, result.Trained.FineTuned!.Rows);
        Assert.Equal(6, result.Untrained!.FineTuned!.Rows);
        Assert.Contains("classifier of the frozen encoder alone", result.ToReport().ToHtml());
    }
}

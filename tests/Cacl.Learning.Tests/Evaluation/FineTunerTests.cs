using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class FineTunerTests(ClassVideos videos) : IClassFixture<ClassVideos>
{
    private static readonly FineTuneOptions Options = FineTuneOptions.Small with { BatchSize = 12, Steps = 60, LearningRate = 5e-3, WarmupSteps = 5 };

    [Fact]
    public void Defaults_are_those_of_the_released_code()
    {
        var options = new FineTuneOptions();

        Assert.Equal(0.1, options.LearningRate);
        Assert.Equal(150, options.Epochs);
        Assert.Equal(64, options.BatchSize);
        Assert.Equal(5e-4, options.WeightDecay);
        Assert.Equal(OptimizerKind.Sgd, options.Optimizer);
        Assert.Equal(0, options.WarmupSteps);
        Assert.Equal(new AugmentationOptions { JitterProbability = 0.5 }, options.Augmentation);
        options.Validate();
        FineTuneOptions.Small.Validate();
    }

    [Fact]
    public void Classes_of_unseen_videos_are_learned_and_the_encoder_that_it_began_with_stays()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        float[] before = encoder.Embed(videos.Test[0].Path);

        using FineTuneResult result = new FineTuner(Options).Train(encoder, videos.Train);
        VideoClassifier classifier = result.Classifier;
        (ClassificationMetrics metrics, IReadOnlyList<SkippedVideo> skipped, _) = classifier.Evaluate(videos.Test, 4, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(before, encoder.Embed(videos.Test[0].Path));
        Assert.NotEqual(before, classifier.Encoder.Embed(videos.Test[0].Path));
        Assert.Equal(["across", "down"], classifier.Classes);
        Assert.Equal(60, result.History.Count);
        Assert.Equal("fine-tune", result.History[0].Stage);
        Assert.Empty(skipped);
        Assert.Equal(6, metrics.Rows);
        Assert.True(metrics.Accuracy >= 5 / 6.0, $"Accuracy is {metrics.Accuracy}.");
    }

    [Fact]
    public void Loss_is_the_cross_entropy_of_the_batch_and_its_gradient_reaches_every_weight()
    {
        manual_seed(3);
        using ClipNetwork network = MovingClips.Options.Encoder.Create();
        using Linear classifier = new Linear(16, 3);
        using var objective = new FineTuneObjective(network, classifier, [2, 0, 1, 1], Options, CPU);
        using var source = new ColumnClipSource(MovingClips.Make(4), MovingClips.Size, MovingClips.Options.Clips);
        using var loader = new BatchLoader(source, MovingClips.Options.Clips, [new AugmentationOptions()], ShuffleSampling.UniformDegree, 1, 4, 1, 1);
        using DisposeScope scope = NewDisposeScope();
        var batch = new ClipBatch(loader.Next(TestContext.Current.CancellationToken)!, CPU, subtractBackground: true);

        StepLoss loss = objective.Loss(batch, 0);
        loss.Total.backward();

        float[] logits = classifier.call(network.call(batch.View(0))).detach().data<float>().ToArray();
        long[] numbers = batch.Videos.data<long>().ToArray(), classes = [2, 0, 1, 1];
        double expected = 0, right = 0;
        for (int clip = 0; clip < 4; clip++)
        {
            float[] row = logits[(clip * 3)..(clip * 3 + 3)];
            expected += Math.Log(row.Sum(value => Math.Exp(value))) - row[classes[numbers[clip]]];
            right += Array.IndexOf(row, row.Max()) == classes[numbers[clip]] ? 1 : 0;
        }

        Assert.Equal(expected / 4, loss.Total.ToDouble(), 1e-5);
        Assert.Equal(right / 4, loss.Metrics["accuracy"].ToDouble(), 1e-6);
        Assert.All(objective.Parameters, parameter => Assert.True(parameter.grad!.abs().sum().ToDouble() > 0));
    }

    [Fact]
    public void Steps_of_training_are_those_of_pytorch()
    {
        JsonElement fixture = Fixture.Read("finetune.json");
        using var linear = new LinearVideos();

        IReadOnlyList<TrainingProgress> history = linear.Train(LinearVideos.Options with { Epochs = fixture.GetProperty("steps").GetInt32() });

        float[] losses = fixture.GetProperty("losses").Floats();
        for (int step = 0; step < losses.Length; step++)
            Assert.Equal(losses[step], history[step].Loss, 1e-5);
        linear.AssertWeights(fixture);
    }

    [Fact]
    public void Score_of_a_video_is_the_mean_of_its_clips_logits()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        using FineTuneResult result = new FineTuner(Options with { Steps = 2 }).Train(encoder, videos.Train);
        VideoClassifier classifier = result.Classifier;

        float[] score = classifier.Score(videos.Test[0].Path, 3);

        byte[] clips = ClipReader.ReadUniform(videos.Test[0].Path, encoder.Settings.Clips, 3);
        int bytes = clips.Length / 3;
        float[][] single = [.. Enumerable.Range(0, 3).Select(clip => classifier.Score(clips[(clip * bytes)..((clip + 1) * bytes)]))];
        for (int c = 0; c < 2; c++)
            Assert.Equal(single.Average(logits => logits[c]), score[c], 1e-5);
        Assert.NotEqual(single[0], single[2]);
    }

    [Fact]
    public void Interrupted_run_goes_on_from_its_checkpoint_and_one_from_other_weights_is_refused()
    {
        using VideoEncoder encoder = videos.MakeEncoder(), other = videos.MakeEncoder(seed: 2);
        using var cancel = new CancellationTokenSource();
        FineTuneOptions options = Options with { Steps = 6, CheckpointFolder = Path.Join(videos.Folder, "checkpoints") };
        using FineTuneResult whole = new FineTuner(options with { CheckpointFolder = null }).Train(encoder, videos.Train);

        using FineTuneResult half = new FineTuner(options with { Cancellation = cancel.Token, Progress = new Listener<TrainingProgress>(step => { if (step.Step == 3) cancel.Cancel(); }) }).Train(encoder, videos.Train);
        string refusal = Assert.Throws<CheckpointException>(() => new FineTuner(options).Train(other, videos.Train)).Message;
        using FineTuneResult rest = new FineTuner(options).Train(encoder, videos.Train);

        Assert.True(half.Stopped);
        Assert.Equal(3, half.History.Count);
        Assert.Contains("Encoder is ", refusal);
        Assert.DoesNotContain("Labels is ", refusal);
        Assert.Equal(whole.History.Select(step => step.Loss), rest.History.Select(step => step.Loss));
        Assert.Equal(whole.Classifier.Score(videos.Test[0].Path, 1), rest.Classifier.Score(videos.Test[0].Path, 1));
    }

    [Fact]
    public void Saved_classifier_scores_as_before_and_other_files_are_refused()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        using FineTuneResult result = new FineTuner(Options with { Steps = 2 }).Train(encoder, videos.Train);
        string path = Path.Join(videos.Folder, "classifier.safetensors"), encoderPath = Path.Join(videos.Folder, "encoder.safetensors");

        result.Classifier.Save(path);
        encoder.Save(encoderPath);
        using VideoClassifier loaded = VideoClassifier.Load(path);

        Assert.Equal(result.Classifier.Score(videos.Test[0].Path, 2), loaded.Score(videos.Test[0].Path, 2));
        Assert.Equal(["across", "down"], loaded.Classes);
        Assert.Equal(0.5, loaded.Evaluate(videos.Test, 1, cancellation: TestContext.Current.CancellationToken).Metrics.Chance);
        Assert.Equal(
            $"{encoderPath} holds no video classifier: its metadata has no cacl.classes and cacl.commonest.",
            Assert.Throws<InvalidDataException>(() => VideoClassifier.Load(encoderPath)).Message);
        Dictionary<string, Tensor> weights = Safetensors.Read(path, out Dictionary<string, string> metadata);
        Safetensors.Write(path, weights.Where(pair => pair.Key != "fc.bias").ToDictionary(), metadata);
        Assert.Equal($"{path} lacks the weights bias.", Assert.Throws<InvalidDataException>(() => VideoClassifier.Load(path)).Message);
    }

    [Fact]
    public void Videos_that_can_not_be_used_are_skipped_and_named_and_labels_stay_with_their_videos()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        VideoEntry faulty = videos.AddFaulty("broken.avi");
        using FineTuneResult alone = new FineTuner(Options with { Steps = 3 }).Train(encoder, videos.Train);

        using FineTuneResult result = new FineTuner(Options with { Steps = 3 }).Train(encoder, [faulty, .. videos.Train]);
        (_, IReadOnlyList<SkippedVideo> skipped, _) = result.Classifier.Evaluate([.. videos.Test, faulty], 2, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal([faulty.Path], result.Skipped.Select(video => video.Path));
        Assert.Equal([faulty.Path], skipped.Select(video => video.Path));
        Assert.Equal(alone.History.Select(step => step.Loss), result.History.Select(step => step.Loss));
    }

    [Fact]
    public void Videos_that_lack_their_end_are_used_and_named()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        VideoEntry cut = videos.AddCut("cut.avi");

        using FineTuneResult result = new FineTuner(Options with { Steps = 1 }).Train(encoder, [cut, .. videos.Train]);
        (ClassificationMetrics metrics, _, IReadOnlyList<IncompleteVideo> usedInPart) = result.Classifier.Evaluate([.. videos.Test, cut], 2, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(cut.Path, Assert.Single(result.UsedInPart).Path);
        Assert.Equal(cut.Path, Assert.Single(usedInPart).Path);
        Assert.Matches("^ended after (9|1[01]) of the 12 frames that the container promises$", usedInPart[0].Reason);
        Assert.Equal(videos.Test.Count + 1, metrics.Rows);
    }

    [Fact]
    public void Videos_without_labels_and_of_one_class_are_refused()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        var tuner = new FineTuner(Options);

        Assert.StartsWith("Every video needs a label here; 1 of 1 have none, the first of them 'x.avi'.", Assert.Throws<ArgumentException>(() => tuner.Train(encoder, [new VideoEntry("x.avi", null)])).Message);
        Assert.Equal(
            "All 6 videos that can be used are of the class 'across' (0 skipped); a classifier needs at least 2 classes.",
            Assert.Throws<InvalidDataException>(() => tuner.Train(encoder, [.. videos.Train.Where(video => video.Label == "across")])).Message);
    }
}

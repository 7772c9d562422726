using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Tells the class of a video: an encoder with a linear layer on it, as <see cref="FineTuner"/> trains them.</summary>
public sealed class VideoClassifier : IDisposable
{
    private readonly Linear classifier;
    private readonly IReadOnlyList<string> examples;

    internal VideoClassifier(VideoEncoder encoder, Linear classifier, IReadOnlyList<string> classes, IReadOnlyList<string> examples, IReadOnlyList<TrainingProgress> history, IReadOnlyList<SkippedVideo> skipped, bool stopped)
    {
        this.classifier = classifier;
        this.examples = examples;
        Encoder = encoder;
        Classes = classes;
        History = history;
        Skipped = skipped;
        Stopped = stopped;
        encoder.Network.eval();
    }

    /// <summary>The fine-tuned encoder.</summary>
    public VideoEncoder Encoder { get; }

    /// <summary>The classes, in ordinal order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What was reported after each step of training.</summary>
    public IReadOnlyList<TrainingProgress> History { get; }

    /// <summary>Training videos that could not be used, and why.</summary>
    public IReadOnlyList<SkippedVideo> Skipped { get; }

    /// <summary>Whether training was cancelled before its last step.</summary>
    public bool Stopped { get; }

    /// <summary>Scores the classes of a video.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="clips">Clips at even places, their centre cropped.</param>
    /// <returns>A logit for each of <see cref="Classes"/>, the mean over the clips.</returns>
    /// <exception cref="VideoException">The file can't be read, or is too short for a clip; the message names it.</exception>
    public float[] Score(string path, int clips = 10) => Score(ClipReader.ReadUniform(path, Encoder.Settings.Clips, clips), clips);

    /// <summary>Measures how well the classes of videos are told.</summary>
    /// <param name="videos">Labelled videos that were not learned from, if the figure is to say anything.</param>
    /// <param name="clips">At how many even places of each clips are taken; the mean of their logits counts.</param>
    /// <param name="crop">Which part of the frames is kept: the centre, or three squares, so that each place gives three clips.</param>
    /// <param name="progress">Told after every video.</param>
    /// <param name="cancellation">Ends the evaluation.</param>
    /// <returns>The figures over the videos that can be read, and those that can't.</returns>
    /// <exception cref="ArgumentException">A video has no label, or there is none.</exception>
    /// <exception cref="InvalidDataException">No video can be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public (ClassificationMetrics Metrics, IReadOnlyList<SkippedVideo> Skipped) Evaluate(
        IReadOnlyList<VideoEntry> videos, int clips = 10, CropPlacement crop = CropPlacement.Centre, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default)
    {
        LabelledVideos.Check(videos, nameof(videos));
        if (crop is not (CropPlacement.Centre or CropPlacement.Three))
            throw new ArgumentException($"crop is {crop}; it must be {CropPlacement.Centre} or {CropPlacement.Three}.", nameof(crop));
        var selection = new ClipSelection { Count = clips, Crop = crop };
        var scores = new List<float[]>();
        var labels = new List<string>();
        IReadOnlyList<SkippedVideo> skipped = ClipFeed.ForEach(videos, Encoder.Settings.Clips, selection, "classifying test videos", progress, cancellation, (video, pixels) =>
        {
            scores.Add(Score(pixels, selection.ClipCount.GetValueOrDefault()));
            labels.Add(video.Label!);
        });
        return (ClassificationMetrics.Of(Classes, scores, labels, examples), skipped);
    }

    /// <summary>Frees the networks.</summary>
    public void Dispose()
    {
        Encoder.Dispose();
        classifier.Dispose();
    }

    /// <summary>Scores cropped clips of one video: the mean of their logits.</summary>
    internal float[] Score(byte[] pixels, int clips = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return classifier.call(Encoder.Features(pixels, clips)).mean([0]).cpu().data<float>().ToArray();
    }
}

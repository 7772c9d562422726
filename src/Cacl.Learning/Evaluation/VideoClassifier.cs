using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Tells the class of a video: an encoder with a linear layer on it, as <see cref="FineTuner"/> trains them.</summary>
public sealed class VideoClassifier : IDisposable
{
    private const string ClassesKey = "cacl.classes", CommonestKey = "cacl.commonest", NormalizesKey = "cacl.normalizesFeatures", Prefix = "fc.";

    private readonly Linear classifier;
    private readonly string commonest;
    private readonly bool normalizes;   // brings features to length 1

    internal VideoClassifier(VideoEncoder encoder, Linear classifier, IReadOnlyList<string> classes, string commonest, bool normalizes)
    {
        this.normalizes = normalizes;
        this.classifier = classifier;
        this.commonest = commonest;
        Encoder = encoder;
        Classes = classes;
        encoder.Network.eval();
    }

    /// <summary>The fine-tuned encoder; a frozen one is as it was.</summary>
    public VideoEncoder Encoder { get; }

    /// <summary>The classes, in ordinal order.</summary>
    public IReadOnlyList<string> Classes { get; }

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
    /// <returns>The figures over the videos that can be read, those that can't, and those of which only a part can.</returns>
    /// <exception cref="ArgumentException">A video has no label, or there is none.</exception>
    /// <exception cref="InvalidDataException">No video can be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public (ClassificationMetrics Metrics, IReadOnlyList<SkippedVideo> Skipped, IReadOnlyList<IncompleteVideo> UsedInPart) Evaluate(
        IReadOnlyList<VideoEntry> videos, int clips = 10, CropPlacement crop = CropPlacement.Centre, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default)
    {
        LabelledVideos.Check(videos, nameof(videos));
        if (crop is not (CropPlacement.Centre or CropPlacement.Three))
            throw new ArgumentException($"crop is {crop}; it must be {CropPlacement.Centre} or {CropPlacement.Three}.", nameof(crop));
        var selection = new ClipSelection { Count = clips, Crop = crop };
        var scores = new List<float[]>();
        var labels = new List<string>();
        FaultyVideos faulty = ClipFeed.ForEach(videos, Encoder.Settings.Clips, selection, "classifying test videos", progress, cancellation, (video, pixels) =>
        {
            scores.Add(Score(pixels, selection.ClipCount.GetValueOrDefault()));
            labels.Add(video.Label!);
        });
        return (ClassificationMetrics.Of(Classes, scores, labels, commonest), faulty.Skipped, faulty.UsedInPart);
    }

    /// <summary>Writes weights, settings and classes as safetensors; the linear layer is called <c>fc</c>.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    public void Save(string path)
    {
        Dictionary<string, Tensor> weights = Encoder.Network.state_dict();
        foreach ((string name, Tensor values) in classifier.state_dict())
            weights[Prefix + name] = values;
        var metadata = new Dictionary<string, string>(Encoder.Metadata()) { [ClassesKey] = JsonSerializer.Serialize(Classes), [CommonestKey] = commonest };
        if (normalizes)
            metadata[NormalizesKey] = "true";
        Safetensors.Write(path, weights, metadata);
    }

    /// <summary>Reads a classifier that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where it computes, in torch's words.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds no classifier of this library; the message says what is wrong.</exception>
    public static VideoClassifier Load(string path, string device = "cpu")
    {
        Device place = Devices.Resolve(device);
        Dictionary<string, Tensor> weights = Safetensors.Read(path, out Dictionary<string, string> metadata);
        try
        {
            if (!metadata.TryGetValue(ClassesKey, out string? json) || !metadata.TryGetValue(CommonestKey, out string? commonest))
                throw new InvalidDataException($"{path} holds no video classifier: its metadata has no {ClassesKey} and {CommonestKey}.");
            string[] classes = JsonSerializer.Deserialize<string[]>(json) ?? throw new JsonException("it is null");
            Dictionary<string, Tensor> ofLayer = weights.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[Prefix.Length..], pair => pair.Value);
            VideoEncoder encoder = VideoEncoder.Of(weights.Where(pair => !pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(), metadata, path, place);
            var classifier = new Linear(encoder.FeatureLength, classes.Length);
            try
            {
                StateDict.Load(classifier, ofLayer, path);
            }
            catch
            {
                encoder.Dispose();
                classifier.Dispose();
                throw;
            }

            return new VideoClassifier(encoder, classifier.to(place), classes, commonest, metadata.ContainsKey(NormalizesKey));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: the classes in its metadata can't be read: {exception.Message}", exception);
        }
        finally
        {
            foreach (Tensor values in weights.Values)
                values.Dispose();
        }
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
        Tensor features = Encoder.Features(pixels, clips);   // [clips, feature length]
        return classifier.call(normalizes ? InfoNce.Normalize(features) : features).mean([0]).cpu().data<float>().ToArray();
    }
}

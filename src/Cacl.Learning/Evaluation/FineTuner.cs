using System.Security.Cryptography;
using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Trains a copy of an encoder, with a linear classifier on it, to tell the classes of videos.</summary>
public sealed class FineTuner
{
    private readonly FineTuneOptions options;

    /// <summary>Checks the options.</summary>
    /// <param name="options">All settings of the run.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message has a line for each.</exception>
    public FineTuner(FineTuneOptions options)
    {
        options.Validate();
        this.options = options;
    }

    /// <summary>Trains on videos of known classes.</summary>
    /// <param name="encoder">Where to start from; it stays as it is.</param>
    /// <param name="videos">Videos with labels. Those that can't be read or are too short are skipped and reported.</param>
    /// <returns>A classifier with an encoder of its own; when cancelled, as far as it had come.</returns>
    /// <exception cref="ArgumentException">A video has no label, or <see cref="FineTuneOptions.CropSize"/> is larger than the encoder's clips are before cropping.</exception>
    /// <exception cref="InvalidDataException">Videos of fewer than two classes can be used.</exception>
    /// <exception cref="TrainingDivergedException">The loss, or a weight that would be kept, is not a finite number.</exception>
    /// <exception cref="NotSupportedException">The device can't be had, or does not have the precision.</exception>
    /// <exception cref="CheckpointException">The folder for checkpoints holds another run, or can't be written.</exception>
    /// <exception cref="CommunicatorException">The processes of a job were not started alike, or hold different weights.</exception>
    public FineTuneResult Train(VideoEncoder encoder, IReadOnlyList<VideoEntry> videos) => options.Communicator.EndingTogether(() => Learn(encoder, videos));

    private FineTuneResult Learn(VideoEncoder encoder, IReadOnlyList<VideoEntry> videos)
    {
        LabelledVideos.Check(videos, nameof(videos));
        FineTuneOptions run = options.For(encoder.Settings);
        JobComparison.CheckOptions(run);
        Device device = Devices.Resolve(run);
        using var source = new VideoClipSource([.. videos.Select(video => video.Path)], run);

        // The source numbers the videos that can be used, in their order.
        HashSet<string> skipped = [.. source.Skipped.Select(video => video.Path)];
        string[] labels = [.. videos.Where(video => !skipped.Contains(video.Path)).Select(video => video.Label!)];
        string[] classes = [.. labels.Distinct().Order(StringComparer.Ordinal)];
        if (classes.Length < 2)
            throw new InvalidDataException($"All {labels.Length} videos that can be used are of the class '{classes[0]}' ({source.Skipped.Count} skipped); a classifier needs at least 2 classes.");

        Dictionary<string, string> start = StartOf(encoder, labels);
        JobComparison.CheckVideos(run.Communicator, source, start);
        using CheckpointFolder? checkpoints = run.CheckpointFolder is null
            ? null
            : new CheckpointFolder(run.CheckpointFolder, RunIdentity.Of(run, source, start), [FineTuneObjective.StageName], run.CheckpointNotices, run.Communicator);
        manual_seed(run.Seed);
        VideoEncoder copy = encoder.Copy(device);
        Linear classifier = new Linear(encoder.FeatureLength, classes.Length).to(device);
        try
        {
            var history = new List<TrainingProgress>();
            long[] classOfVideo = [.. labels.Select(label => (long)Array.BinarySearch(classes, label, StringComparer.Ordinal))];
            using var objective = new FineTuneObjective(copy.Network, classifier, classOfVideo, run, device);
            bool finished = TrainingLoop.Run(objective, source, run, history, checkpoints);
            return new FineTuneResult(new VideoClassifier(copy, classifier, classes, ClassificationMetrics.Commonest(labels), run.NormalizeFeatures), history, run.Communicator.GatherSkipped(source.Skipped), !finished) { UsedInPart = source.UsedInPart };
        }
        catch
        {
            copy.Dispose();
            classifier.Dispose();
            throw;
        }
    }

    // What a run depends on beside its options and videos: the weights that it begins with, and the classes.
    private static Dictionary<string, string> StartOf(VideoEncoder encoder, string[] labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((_, Tensor values) in encoder.Network.state_dict().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendValues(values);

        return new Dictionary<string, string>
        {
            ["Encoder"] = Convert.ToHexString(hash.GetHashAndReset()),
            ["Labels"] = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(labels))),
        };
    }
}

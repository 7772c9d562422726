using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Trains an encoder without labels, by the method whose options it is given.</summary>
/// <remarks>
/// With a <see cref="TrainingOptions.Communicator"/> of several processes each of them makes the same calls with the same options and videos, and gets
/// a result with the same weights. What any of them throws ends all of them, with a line on the standard error that names its rank.
/// </remarks>
public class VideoTrainer
{
    private readonly PretrainingOptions options;

    /// <summary>Checks the options.</summary>
    /// <param name="options">All settings of the run, for example <see cref="CaclOptions"/>; their type is the choice of the method.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message has a line for each.</exception>
    public VideoTrainer(PretrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
    }

    /// <summary>Trains on video files.</summary>
    /// <param name="paths">The videos. Those that can't be read or are too short are skipped and reported.</param>
    /// <exception cref="InvalidDataException">No video, or only one where contrast needs two, can be used; or weights that the options name are not those of the network.</exception>
    /// <exception cref="TrainingDivergedException">The loss, or a weight that would be kept, is not a finite number.</exception>
    /// <exception cref="NotSupportedException">The device can't be had, or does not have the precision.</exception>
    /// <exception cref="CheckpointException">The folder for checkpoints holds another run, or can't be written.</exception>
    /// <exception cref="CommunicatorException">The processes of a job were not started alike, or hold different weights.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled before there was anything to give.</exception>
    public TrainingResult Train(IReadOnlyList<string> paths) => options.Communicator.EndingTogether(() =>
    {
        JobComparison.CheckOptions(options);
        Device device = Devices.Resolve(options);
        using var source = new VideoClipSource(paths, options);
        TrainingResult result = Train(source, device);
        result.CacheFault = source.CacheFault;
        return result;
    });

    /// <summary>Trains on ready clips.</summary>
    /// <param name="clips">RGB bytes [frames, height, width, 3] each; every clip counts as a video of its own.</param>
    /// <param name="size">Of each frame.</param>
    /// <exception cref="InvalidDataException">Clips do not fit the options, or there are not enough.</exception>
    /// <exception cref="TrainingDivergedException">The loss, or a weight that would be kept, is not a finite number.</exception>
    /// <exception cref="NotSupportedException">The device can't be had, does not have the precision, or the method needs more of a video than one clip.</exception>
    /// <exception cref="CheckpointException">The folder for checkpoints holds another run, or can't be written.</exception>
    /// <exception cref="CommunicatorException">The processes of a job were not started alike, or hold different weights.</exception>
    public TrainingResult Train(IReadOnlyList<byte[]> clips, FrameSize size) => options.Communicator.EndingTogether(() =>
    {
        JobComparison.CheckOptions(options);
        if (options.ClipIntervals is { } intervals)
            throw ClipSource.HasNoPairs(intervals);
        Device device = Devices.Resolve(options);
        using var source = new ColumnClipSource(clips, size, options.ClipsRead);
        return Train(source, device);
    });

    private TrainingResult Train(ClipSource source, Device device)
    {
        JobComparison.CheckVideos(options.Communicator, source);
        if (source.Count < options.FewestVideos)
            throw new InvalidDataException($"Only {source.Count} video can be used ({source.Skipped.Count} skipped); contrast needs at least {options.FewestVideos} to tell apart.");

        using CheckpointFolder? checkpoints = CheckpointFolder.Of(options, source);
        manual_seed(options.Seed);
        ClipNetwork network = options.Encoder.Create();
        PretrainingObjective? objective = null;
        try
        {
            network.to(device);
            var run = new TrainingRun(options, source, device, checkpoints);
            if (run.IsUntrained)
                run.TakeStatistics(network, view => network.call(view));
            objective = options.MakeObjective(network, run);
            if (!run.IsUntrained)
                run.Learn(objective, options);
            var settings = new EncoderSettings
            {
                Architecture = options.Encoder,
                // The run's part of each video and what ends the run are no business of the encoder's.
                Clips = options.Clips with { Segment = VideoSegment.Whole, Reading = options.Clips.Reading with { Cancellation = default } },
                BackgroundSubtraction = options.BackgroundSubtraction,
                EmbedClips = options.EmbedClips,
                Method = run.IsUntrained ? "" : objective.Name,
                TrainingVideos = run.CountVideosLearnedFrom(),
            };
            return new TrainingResult(options, objective, new VideoEncoder(network, settings, device), run)
            {
                Skipped = options.Communicator.GatherSkipped(source.Skipped),
                UsedInPart = source.UsedInPart,
                CheckpointNotices = checkpoints?.Notices ?? [],
            };
        }
        catch
        {
            objective?.Dispose();
            network.Dispose();
            throw;
        }
    }
}

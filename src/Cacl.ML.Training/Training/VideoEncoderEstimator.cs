using Cacl.Clips;
using Cacl.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Cacl.ML;

/// <summary>Learns an encoder without labels, by the method whose options it has, and gives a component that turns videos into feature vectors.</summary>
/// <remarks>
/// In: text, paths of videos, of which fresh clips are taken every epoch; or Vector&lt;Byte, frames, height, width, 3&gt;, ready clips, for methods that need one clip of a video,
/// as long as the encoder's.
/// Labels are not used. What the run says goes to the context's log, one line an epoch; videos that are skipped, dropped on the way or
/// used in part go there as warnings.
/// </remarks>
public sealed class VideoEncoderEstimator : IEstimator<VideoEmbeddingTransformer>
{
    private readonly MLContext context;
    private readonly string outputColumnName;
    private readonly string inputColumnName;
    private readonly PretrainingOptions options;

    internal VideoEncoderEstimator(MLContext context, string outputColumnName, string inputColumnName, PretrainingOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.context = context;
        this.outputColumnName = outputColumnName;
        this.inputColumnName = inputColumnName;
        this.options = options;
    }

    /// <summary>The settings of the training.</summary>
    internal PretrainingOptions Options => options;

    // The trained component takes clips of the encoder's length from the same column.
    private bool TakesReadyClips => options.ClipsRead.Frames == options.Clips.Frames;

    private string Expected => TakesReadyClips
        ? $"{Columns.Paths} or {Columns.ClipBytes}"
        : $"{Columns.Paths}, for clips of {options.ClipsRead.Frames} frames are learned from and those of {options.Clips.Frames} embedded";

    /// <summary>Trains on the rows of a data view.</summary>
    /// <param name="input">Rows with the input column.</param>
    /// <returns>The trained component; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The input column is missing or of another type.</exception>
    /// <exception cref="InvalidDataException">There are not enough videos, or clips do not fit the options.</exception>
    /// <exception cref="TrainingDivergedException">The loss, or a weight that would be kept, is not a finite number.</exception>
    /// <exception cref="NotSupportedException">The device can't be had, or clips come ready and the method needs more of a video than one.</exception>
    public VideoEmbeddingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = Columns.Find(
            input.Schema, inputColumnName, Expected, type => Columns.IsPath(type) || (TakesReadyClips && Columns.IsClip(type)));
        if (Columns.IsClip(column.Type))
            CheckThatOneClipIsEnough();
        IHost host = ((IHostEnvironment)context).Register(nameof(VideoEncoderEstimator));
        using IChannel channel = host.Start("Training");
        var dropped = new DroppedVideos(host, options.Dropped);
        var trainer = new VideoTrainer(options with
        {
            Dropped = dropped,
            Device = options.Device ?? HostDevice.Of(context, channel),
            Progress = new ChannelProgress(channel, options.Progress),
        });

        TrainingResult result;
        if (Columns.IsPath(column.Type))
        {
            result = trainer.Train(ColumnReader.Paths(input, column));
        }
        else
        {
            (int frames, FrameSize size) = Columns.ShapeOf(column.Type);
            if (frames != options.ClipsRead.Frames)
                throw new InvalidDataException($"Column '{inputColumnName}' has clips of {frames} frames; by its options this training takes clips of {options.ClipsRead.Frames}.");
            result = trainer.Train(ColumnReader.Clips(input, column), size);
        }

        foreach (string notice in result.CheckpointNotices)
            channel.Warning(MessageSensitivity.UserData, notice);
        foreach (SkippedVideo skipped in result.Skipped.Where(video => !dropped.Contains(video)))
            channel.Warning(MessageSensitivity.UserData, $"Skipped {skipped.Path}: {skipped.Reason}");
        foreach (IncompleteVideo incomplete in result.UsedInPart)
            channel.Warning(MessageSensitivity.UserData, $"Used in part {incomplete.Path}: it {incomplete.Reason}");
        if (result.CacheFault is { } fault)
            channel.Warning(MessageSensitivity.UserData, fault);
        return new VideoEmbeddingTransformer(context, result, outputColumnName, inputColumnName, column.Type);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape.Column column = Columns.Find(inputSchema, inputColumnName, Expected, column => Columns.IsPath(column) || (TakesReadyClips && Columns.IsClip(column)));
        if (Columns.IsClip(column))
            CheckThatOneClipIsEnough();
        return ColumnShape.Add(context, inputSchema, outputColumnName, new VectorDataViewType(NumberDataViewType.Single, options.Encoder.FeatureLength));
    }

    // Asked before any clip is read.
    private void CheckThatOneClipIsEnough()
    {
        if (options.ClipIntervals is { } intervals)
            throw ClipSource.HasNoPairs(intervals);
    }
}

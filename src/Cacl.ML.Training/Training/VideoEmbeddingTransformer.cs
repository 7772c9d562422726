using Cacl.Clips;
using Cacl.Learning;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Turns videos into feature vectors with an encoder that was trained without labels, for example by <see cref="VideoEncoderEstimator"/>.</summary>
/// <remarks>
/// In: text, paths of videos, or Vector&lt;Byte, frames, height, width, 3&gt;, clips, whichever the input column holds.
/// Out: Vector&lt;Single&gt; of the encoder's feature length. A video's vector is the mean over clips at even places. Cursors may
/// run side by side; one batch of clips is computed at a time. The vectors of the latest files, up to 64 MiB, are remembered for
/// as long as the files do not change, so that trainers that read their rows many times do not embed them as often.
/// A saved ML.NET model holds the encoder as ONNX: loaded, it gives the vectors of <see cref="EmbedTransformer"/> with the exported encoder,
/// which are these to 1e-4, and needs no TorchSharp.
/// </remarks>
public sealed class VideoEmbeddingTransformer : RowTransformer, IDisposable
{
    private const long RememberedBytes = 64 * 1024 * 1024;   // 130,000 vectors of 128 values

    private readonly string outputColumnName;
    private readonly string inputColumnName;
    private readonly DataViewType inputType;
    private readonly VideoSegment segment;
    private readonly bool ownsResult;
    private readonly MLContext context;
    private readonly VideoFaultHandling faults;
    private readonly FeatureMemory memory = new(RememberedBytes);

    internal VideoEmbeddingTransformer(MLContext context, TrainingResult result, string outputColumnName, string inputColumnName, DataViewType inputType)
        : this(context, result, outputColumnName, inputColumnName, inputType, VideoSegment.Whole, new(context, nameof(VideoEmbeddingTransformer), nameof(WithFaultyVideos), VideoFaultPolicy.Throw, "", null), ownsResult: true)
    {
    }

    private VideoEmbeddingTransformer(MLContext context, TrainingResult result, string outputColumnName, string inputColumnName, DataViewType inputType, VideoSegment segment, VideoFaultHandling faults, bool ownsResult)
    {
        this.context = context;
        this.faults = faults;
        Training = result;
        this.outputColumnName = outputColumnName;
        this.inputColumnName = inputColumnName;
        this.inputType = inputType;
        this.segment = segment;
        this.ownsResult = ownsResult;
    }

    /// <summary>The encoder, and how its training went.</summary>
    public TrainingResult Training { get; }

    /// <summary>The same component over a part of each video.</summary>
    /// <param name="part">The part that clips are taken from.</param>
    /// <returns>A component that shares this one's encoder and must not be used after this one is disposed.</returns>
    public VideoEmbeddingTransformer WithSegment(VideoSegment part) => new(context, Training, outputColumnName, inputColumnName, inputType, part, faults, ownsResult: false);

    /// <summary>The same component, which does something else with videos that can't be read or are too short; by itself it throws.</summary>
    /// <remarks>
    /// A video that ends before what its container promises, but not so early that it is refused, has a vector: it is told by
    /// <see cref="VideoFaultPolicy.Flag"/> in the column of faults, else by a warning in the context's log, once a file. Clips that come ready in a column have no such faults.
    /// </remarks>
    /// <param name="policy">What it does with them.</param>
    /// <param name="faultColumnName">The text column that <see cref="VideoFaultPolicy.Flag"/> adds; null takes the output column's name followed by Fault.</param>
    /// <param name="skipped">Told of each video that <see cref="VideoFaultPolicy.Skip"/> leaves out, once as long as the file does not change, on whichever thread reads.</param>
    /// <returns>A component that shares this one's encoder and must not be used after this one is disposed.</returns>
    /// <exception cref="ArgumentException">Arguments are out of range or do not go with the policy; the message names each.</exception>
    public VideoEmbeddingTransformer WithFaultyVideos(VideoFaultPolicy policy, string? faultColumnName = null, IProgress<SkippedVideo>? skipped = null)
    {
        var wrong = new List<string>();
        VideoFaultHandling.CollectFaults(policy, nameof(policy), faultColumnName, nameof(faultColumnName), skipped, nameof(skipped), wrong);
        string faultColumn = faultColumnName ?? $"{outputColumnName}Fault";
        VideoFaultHandling.CollectNameFaults(policy, faultColumn, nameof(faultColumnName), outputColumnName, inputColumnName, wrong);
        if (wrong.Count > 0)
            throw new ArgumentException($"{nameof(VideoEmbeddingTransformer)}.{nameof(WithFaultyVideos)}: {string.Join(" ", wrong)}");
        var handling = new VideoFaultHandling(context, nameof(VideoEmbeddingTransformer), nameof(WithFaultyVideos), policy, faultColumn, skipped);
        return new(context, Training, outputColumnName, inputColumnName, inputType, segment, handling, ownsResult: false);
    }

    /// <summary>Frees the encoder.</summary>
    public void Dispose()
    {
        if (ownsResult)
            Training.Dispose();
    }

    internal override IReadOnlyList<string> InputColumnNames => [inputColumnName];

    internal override string? LeavesRowsOut => faults.WhyRowsAreLeftOut;

    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    internal override SavedChain ToChain()
    {
        EncoderSettings settings = Training.Encoder.Settings;
        string file = Path.Join(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            Training.Encoder.SaveOnnx(file);
            var options = new EmbedOptions { FaultyVideos = faults.Policy, FaultColumnName = faults.Policy == VideoFaultPolicy.Flag ? faults.ColumnName : null };
            var exported = VideoFeaturizer.Open(file, new VideoFeaturizerOptions { Clips = settings.Clips with { Segment = segment }, ClipCount = settings.EmbedClips });
            using var embed = new EmbedTransformer(context, outputColumnName, inputColumnName, inputType, exported, options);
            return embed.ToChain();
        }
        catch (ObjectDisposedException fault)
        {
            throw new ObjectDisposedException(
                $"The encoder of the column '{outputColumnName}' was disposed before its model was saved, and ML.NET has emptied the file that was to hold it: save a model before its components are disposed.", fault);
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal override IReadOnlyList<DataViewSchema.DetachedColumn> NewColumns(DataViewSchema input)
    {
        DataViewSchema.Column column = Columns.Find(
            input, inputColumnName, $"{Columns.Paths} or {Columns.ClipBytes}", type => Columns.IsPath(type) || Columns.IsClip(type));
        ClipOptions clips = Training.Encoder.Settings.Clips;
        if (Columns.IsClip(column.Type))
        {
            (int frames, FrameSize size) = Columns.ShapeOf(column.Type);
            if (frames != clips.Frames || size.Width < clips.CropSize || size.Height < clips.CropSize)
                throw new ArgumentException($"Column '{inputColumnName}' has clips of {frames} frames of {size.Width} x {size.Height} pixels; the encoder takes {clips.Frames} frames of at least {clips.CropSize} x {clips.CropSize}.");
        }

        var features = new DataViewSchema.DetachedColumn(outputColumnName, new VectorDataViewType(NumberDataViewType.Single, Training.Encoder.FeatureLength));
        return faults.Policy == VideoFaultPolicy.Flag ? [features, new DataViewSchema.DetachedColumn(faults.ColumnName, TextDataViewType.Instance)] : [features];
    }

    internal override RowColumns MakeColumns(DataViewRow input, bool[] wanted)
    {
        DataViewSchema.Column column = input.Schema[inputColumnName];
        return Columns.IsPath(column.Type) ? FromPath(input, column, wanted) : FromClip(input, column, wanted);
    }

    private RowColumns FromPath(DataViewRow input, DataViewSchema.Column column, bool[] wanted)
    {
        var video = new VideoColumn<float[]>(input, column, faults, (path, _) => Embed(path));
        return video.Columns((ref VBuffer<float> value) => Fill(video.Value() ?? new float[Training.Encoder.FeatureLength], ref value), wanted);

        (float[] Features, string? Shortfall) Embed(string path)
        {
            FileState file = FileState.Of(path);
            if (memory.Find(file) is { } remembered)
                return remembered;
            (float[] features, VideoEnding ending) = Training.Encoder.EmbedWithEnding(path, segment);
            memory.Keep(file, features, ending.Shortfall);
            return (features, ending.Shortfall);
        }
    }

    private RowColumns FromClip(DataViewRow input, DataViewSchema.Column column, bool[] wanted)
    {
        (_, FrameSize size) = Columns.ShapeOf(column.Type);
        ValueGetter<VBuffer<byte>>? getClip = wanted[0] ? input.GetGetter<VBuffer<byte>>(column) : null;
        VBuffer<byte> clip = default;
        Delegate? features = wanted[0] ? (ValueGetter<VBuffer<float>>)Get : null;
        return faults.Policy == VideoFaultPolicy.Flag
            ? new RowColumns([features, wanted[1] ? (ref ReadOnlyMemory<char> fault) => fault = default : (ValueGetter<ReadOnlyMemory<char>>?)null])
            : new RowColumns([features]);

        void Get(ref VBuffer<float> value)
        {
            getClip!(ref clip);
            byte[]? dense = clip.IsDense ? null : [.. clip.DenseValues()];
            Fill(Training.Encoder.EmbedClip(dense ?? clip.GetValues(), size), ref value);
        }
    }

    private static void Fill(float[] features, ref VBuffer<float> value)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, features.Length);
        features.CopyTo(editor.Values);
        value = editor.Commit();
    }
}

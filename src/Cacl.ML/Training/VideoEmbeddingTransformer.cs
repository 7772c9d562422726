using Cacl.Clips;
using Cacl.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Turns videos into feature vectors with an encoder that was trained without labels, for example by <see cref="CaclEstimator"/>.</summary>
/// <remarks>
/// In: text, paths of videos, or Vector&lt;Byte, frames, height, width, 3&gt;, clips, whichever the input column holds.
/// Out: Vector&lt;Single&gt; of the encoder's feature length. A video's vector is the mean over clips at even places. Cursors may
/// run side by side; one batch of clips is computed at a time. The vectors of the latest files, up to 64 MiB, are remembered for
/// as long as the files do not change, so that trainers that read their rows many times do not embed them as often.
/// </remarks>
public sealed class VideoEmbeddingTransformer : RowTransformer, IDisposable
{
    private const long RememberedBytes = 64 * 1024 * 1024;   // 130,000 vectors of 128 values

    private readonly string outputColumnName;
    private readonly string inputColumnName;
    private readonly VideoSegment segment;
    private readonly bool ownsResult;
    private readonly FeatureMemory memory = new(RememberedBytes);

    internal VideoEmbeddingTransformer(TrainingResult result, string outputColumnName, string inputColumnName)
        : this(result, outputColumnName, inputColumnName, VideoSegment.Whole, ownsResult: true)
    {
    }

    private VideoEmbeddingTransformer(TrainingResult result, string outputColumnName, string inputColumnName, VideoSegment segment, bool ownsResult)
    {
        Training = result;
        this.outputColumnName = outputColumnName;
        this.inputColumnName = inputColumnName;
        this.segment = segment;
        this.ownsResult = ownsResult;
    }

    /// <summary>The encoder, and how its training went.</summary>
    public TrainingResult Training { get; }

    /// <summary>The same component over a part of each video.</summary>
    /// <param name="part">The part that clips are taken from.</param>
    /// <returns>A component that shares this one's encoder and must not be used after this one is disposed.</returns>
    public VideoEmbeddingTransformer WithSegment(VideoSegment part) => new(Training, outputColumnName, inputColumnName, part, ownsResult: false);

    /// <summary>Frees the encoder.</summary>
    public void Dispose()
    {
        if (ownsResult)
            Training.Dispose();
    }

    internal override IReadOnlyList<string> InputColumnNames => [inputColumnName];

    private protected override string SaveRefusal =>
        $"{nameof(VideoEmbeddingTransformer)} can't be saved in an ML.NET model. Save its encoder with {nameof(Training)}.{nameof(TrainingResult.Encoder)}.{nameof(VideoEncoder.Save)}, and what follows it in the pipeline on its own.";

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

        return [new DataViewSchema.DetachedColumn(outputColumnName, new VectorDataViewType(NumberDataViewType.Single, Training.Encoder.FeatureLength))];
    }

    internal override Delegate?[] MakeGetters(DataViewRow input, bool[] wanted)
    {
        DataViewSchema.Column column = input.Schema[inputColumnName];
        return [Columns.IsPath(column.Type) ? FromPath(input, column) : FromClip(input, column)];
    }

    private ValueGetter<VBuffer<float>> FromPath(DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> getPath = input.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> path = default;
        return (ref VBuffer<float> value) =>
        {
            getPath(ref path);
            Fill(memory.Of(Columns.PathOf(path, inputColumnName, input.Position), file => Training.Encoder.Embed(file, segment)), ref value);
        };
    }

    private ValueGetter<VBuffer<float>> FromClip(DataViewRow input, DataViewSchema.Column column)
    {
        (_, FrameSize size) = Columns.ShapeOf(column.Type);
        ValueGetter<VBuffer<byte>> getClip = input.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> clip = default;
        return (ref VBuffer<float> value) =>
        {
            getClip(ref clip);
            byte[]? dense = clip.IsDense ? null : [.. clip.DenseValues()];
            Fill(Training.Encoder.EmbedClip(dense ?? clip.GetValues(), size), ref value);
        };
    }

    private static void Fill(float[] features, ref VBuffer<float> value)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, features.Length);
        features.CopyTo(editor.Values);
        value = editor.Commit();
    }
}

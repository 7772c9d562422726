using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Shuffles the frames of each clip; see <see cref="SampleShuffleDegreeEstimator"/>.</summary>
public sealed class SampleShuffleDegreeTransformer : RowTransformer
{
    private const int MostFrames = 1024;

    private readonly SampleShuffleDegreeOptions options;
    private readonly VectorDataViewType? clipType;   // known once it is fitted

    internal SampleShuffleDegreeTransformer(string outputColumnName, string degreeColumnName, string inputColumnName, SampleShuffleDegreeOptions options, VectorDataViewType? clipType = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(degreeColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(outputColumnName, degreeColumnName);
        this.options = options;
        this.clipType = clipType;
        OutputColumnName = outputColumnName;
        DegreeColumnName = degreeColumnName;
        InputColumnName = inputColumnName;
    }

    /// <summary>The column of shuffled clips.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column of shuffle degrees.</summary>
    public string DegreeColumnName { get; }

    /// <summary>The column of clips.</summary>
    public string InputColumnName { get; }

    /// <summary>The column of frame orders; null when there is none.</summary>
    public string? OrderColumnName => options.OrderColumnName;

    internal override IReadOnlyList<string> InputColumnNames => [InputColumnName];

    internal override IReadOnlyList<DataViewSchema.DetachedColumn> NewColumns(DataViewSchema input)
    {
        DataViewSchema.Column clip = Columns.Find(input, InputColumnName, Columns.ClipBytes, Columns.IsClip);
        int frames = Columns.ShapeOf(clip.Type).Frames;
        if (frames is < 2 or > MostFrames)
            throw new ArgumentException($"Column '{InputColumnName}' has clips of {frames} frames; their order can be shuffled from 2 to {MostFrames} frames.");
        List<DataViewSchema.DetachedColumn> columns = [new(OutputColumnName, clip.Type), new(DegreeColumnName, NumberDataViewType.UInt32)];
        if (OrderColumnName is { } order)
            columns.Add(new(order, new VectorDataViewType(NumberDataViewType.Int32, frames)));
        return columns;
    }

    /// <summary>The component for the clips of a schema.</summary>
    internal SampleShuffleDegreeTransformer For(DataViewSchema input) =>
        new(OutputColumnName, DegreeColumnName, InputColumnName, options, (VectorDataViewType)Columns.Find(input, InputColumnName, Columns.ClipBytes, Columns.IsClip).Type);

    internal override SavedChain ToChain() =>
        SavedSampleShuffleDegree.Chain(this, options, clipType ?? throw new InvalidOperationException("A component that was not fitted knows no clips."));

    internal override RowColumns MakeColumns(DataViewRow input, bool[] wanted)
    {
        DataViewSchema.Column column = input.Schema[InputColumnName];
        (int frames, FrameSize size) = Columns.ShapeOf(column.Type);
        int bytesOfFrame = size.ByteCount;
        var sampler = new ShuffleDegreeSampler(frames, options.Sampling);
        ValueGetter<VBuffer<byte>>? getClip = wanted.Contains(true) ? input.GetGetter<VBuffer<byte>>(column) : null;
        VBuffer<byte> clip = default;
        var order = new int[frames];

        Delegate?[] getters = [wanted[0] ? (ValueGetter<VBuffer<byte>>)GetShuffled : null, wanted[1] ? (ValueGetter<uint>)GetDegree : null];
        return new RowColumns(OrderColumnName is null ? getters : [.. getters, wanted[2] ? (ValueGetter<VBuffer<int>>)GetOrder : null]);

        // The order is drawn anew for each column: cheaper than to keep track of rows.
        int Draw()
        {
            getClip!(ref clip);
            if (!clip.IsDense)
                clip = new VBuffer<byte>(clip.Length, [.. clip.DenseValues()]);
            var random = new SampleRandom((ulong)(uint)options.Seed, epoch: 0, StableHash.Of(clip.GetValues()));
            return sampler.Draw(ref random, order);
        }

        void GetShuffled(ref VBuffer<byte> value)
        {
            Draw();
            VBufferEditor<byte> editor = VBufferEditor.Create(ref value, frames * bytesOfFrame);
            ReadOnlySpan<byte> pixels = clip.GetValues();
            for (int place = 0; place < frames; place++)
                pixels.Slice(order[place] * bytesOfFrame, bytesOfFrame).CopyTo(editor.Values[(place * bytesOfFrame)..]);
            value = editor.Commit();
        }

        void GetDegree(ref uint value) => value = (uint)Draw();

        void GetOrder(ref VBuffer<int> value)
        {
            Draw();
            VBufferEditor<int> editor = VBufferEditor.Create(ref value, frames);
            order.CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}

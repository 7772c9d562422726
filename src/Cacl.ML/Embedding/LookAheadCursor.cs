using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>The rows of a cursor, each held with its values until its video has been worked on, while the cursor below is already further on.</summary>
internal sealed class LookAheadCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor input;
    private readonly Func<RowVideo> takeVideo;
    private readonly Dictionary<int, (HeldColumn Column, int Slot)> held;
    private readonly IEnumerator<HeldRow> rows;
    private readonly FeatureStream<HeldRow> stream;
    private long position = -1;

    /// <summary>Takes over a cursor.</summary>
    /// <param name="input">The cursor, which becomes this one's.</param>
    /// <param name="passed">Its columns that this one shows.</param>
    /// <param name="videos">Its column of videos.</param>
    /// <param name="featurizer">What computes.</param>
    /// <param name="read">Makes the clips of a video, on any thread.</param>
    public LookAheadCursor(DataViewRowCursor input, IReadOnlyList<DataViewSchema.Column> passed, DataViewSchema.Column videos, VideoFeaturizer featurizer, Func<RowVideo, CancellationToken, DecodedClips?> read)
    {
        this.input = input;
        takeVideo = VideoInput.Over(input, videos);
        held = passed.DistinctBy(column => column.Index).Select((column, slot) => (column, slot)).ToDictionary(pair => pair.column.Index, pair => (HeldColumn.Of(input, pair.column), pair.slot));
        rows = Rows();
        stream = new FeatureStream<HeldRow>(featurizer, VideoInput.ClipsOf(videos.Type, featurizer), rows, (row, cancellation) => read(row.Video, cancellation), CancellationToken.None, row => row.Bytes);
    }

    /// <summary>The current row's video.</summary>
    public RowVideo Video => stream.Current.Video;

    public override DataViewSchema Schema => input.Schema;

    public override long Position => position;

    public override long Batch => position < 0 ? 0 : stream.Current.Batch;

    /// <summary>What became of the current row's video, which is waited for.</summary>
    public DecodedClips? Outcome() => stream.Outcome();

    public override bool MoveNext()
    {
        bool moved = stream.MoveNext();
        position = moved ? position + 1 : -1;
        return moved;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = stream.Current.Id;

    public override bool IsColumnActive(DataViewSchema.Column column) => held.ContainsKey(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!held.TryGetValue(column.Index, out (HeldColumn Column, int Slot) found))
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this cursor was made.");
        return found.Column.Getter(() => stream.Current.Values[found.Slot]) as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}, not {typeof(TValue)}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
            rows.Dispose();
            input.Dispose();
        }

        base.Dispose(disposing);
    }

    private IEnumerator<HeldRow> Rows()
    {
        ValueGetter<DataViewRowId> getId = input.GetIdGetter();
        HeldColumn[] columns = [.. held.Values.OrderBy(pair => pair.Slot).Select(pair => pair.Column)];
        while (input.MoveNext())
        {
            DataViewRowId id = default;
            getId(ref id);
            RowVideo video = takeVideo();
            long bytes = video.HeldBytes;
            yield return new HeldRow(id, input.Batch, [.. columns.Select(column => column.Take(ref bytes))], video, bytes);
        }
    }

    private sealed record HeldRow(DataViewRowId Id, long Batch, object[] Values, RowVideo Video, long Bytes);
}

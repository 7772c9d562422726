namespace Microsoft.ML.Data;

/// <summary>Opens a shufflable view's cursors in one random order that all of them share.</summary>
internal sealed class ShuffledView(IDataView source, int seed) : View
{
    public override DataViewSchema Schema => source.Schema;

    public override bool CanShuffle => true;

    public override long? GetRowCount() => source.GetRowCount();

    protected override DataViewRowCursor Open(bool[] active, Random rand) =>
        source.GetRowCursor(ActiveColumns.Select(Schema, active), rand ?? new Random(seed));
}

namespace Microsoft.ML.Data;

/// <summary>A data view that opens one cursor at a time; every call opens another, independent one.</summary>
internal abstract class View : IDataView
{
    public abstract DataViewSchema Schema { get; }

    public virtual bool CanShuffle => false;

    public abstract long? GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        Open(ActiveColumns.Of(Schema, columnsNeeded), CanShuffle ? rand : null);

    public virtual DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    protected abstract DataViewRowCursor Open(bool[] active, Random rand);

    protected static int[] Shuffled(int count, Random rand)
    {
        int[] order = Enumerable.Range(0, count).ToArray();
        rand.Shuffle(order);
        return order;
    }
}

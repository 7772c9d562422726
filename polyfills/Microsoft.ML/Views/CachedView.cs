namespace Microsoft.ML.Data;

/// <summary>Keeps what was read once: the first cursor that needs columns reads them to the end, later ones read memory.</summary>
internal sealed class CachedView : View
{
    private readonly IDataView source;
    private readonly IColumnStore[] stores;
    private readonly Lock filling = new();
    private long? count;

    public CachedView(IDataView source, IEnumerable<string> prefetch)
    {
        this.source = source;
        stores = new IColumnStore[source.Schema.Count];
        bool[] wanted = new bool[stores.Length];
        foreach (string name in prefetch) wanted[SchemaFaultOf(name)] = true;
        if (Array.IndexOf(wanted, true) >= 0) Fill(wanted);
    }

    public override DataViewSchema Schema => source.Schema;

    public override bool CanShuffle => true;

    public override long? GetRowCount() => count ?? source.GetRowCount();

    protected override DataViewRowCursor Open(bool[] active, Random rand)
    {
        long rows = Fill(active);
        return new RowCursor(this, active, rand is null ? null : Shuffled((int)rows, rand), rows);
    }

    private int SchemaFaultOf(string name) => Runtime.SchemaFault.Find(Schema, "prefetch", name, "columnsToPrefetch").Index;

    private long Fill(bool[] active)
    {
        lock (filling)
        {
            bool[] missing = active.Select((needed, i) => needed && stores[i] is null).ToArray();
            if (count is { } known && Array.IndexOf(missing, true) < 0) return known;
            var filled = new List<IColumnStore>();
            long rows = 0;
            using (DataViewRowCursor cursor = source.GetRowCursor(ActiveColumns.Select(Schema, missing)))
            {
                foreach (DataViewSchema.Column column in ActiveColumns.Select(Schema, missing))
                    filled.Add(GenericCall.Static<IColumnStore>(typeof(ColumnStore), nameof(ColumnStore.Over), [column.Type.RawType], cursor, column));
                for (; cursor.MoveNext(); rows++) foreach (IColumnStore store in filled) store.Add();
            }
            // kept only when the whole pass went well
            foreach (IColumnStore store in filled) stores[store.Column] = store;
            count = rows;
            return rows;
        }
    }

    private sealed class RowCursor(CachedView view, bool[] active, int[] order, long rows) : Cursor(view.Schema, active)
    {
        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Row(), 0);

        protected override bool Advance() => Position + 1 < rows;

        protected override Delegate Getter(int column) => view.stores[column].Getter(Row);

        private int Row()
        {
            RequireRow();
            return order is null ? (int)Position : order[Position];
        }
    }
}

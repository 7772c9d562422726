namespace Microsoft.ML.Data;

/// <summary>Objects as a data view. A list is counted and shuffled; any other sequence is enumerated anew by each cursor.</summary>
internal sealed class EnumerableView<TRow> : View
    where TRow : class
{
    private readonly IEnumerable<TRow> rows;
    private readonly IReadOnlyList<MemberBinding<TRow>> bindings;

    public EnumerableView(IEnumerable<TRow> rows, SchemaDefinition definition)
    {
        this.rows = rows;
        bindings = MemberBinding<TRow>.All(definition, SchemaDefinition.Direction.Read);
        Schema = ObjectRow<TRow>.SchemaOf(bindings);
    }

    public override DataViewSchema Schema { get; }

    public override bool CanShuffle => rows is IList<TRow>;

    public override long? GetRowCount() => (rows as IList<TRow>)?.Count;

    protected override DataViewRowCursor Open(bool[] active, Random rand) =>
        new RowCursor(this, active, rand is not null && rows is IList<TRow> list ? Shuffled(list.Count, rand).Select(i => (i, list[i])) : rows.Select((row, i) => (i, row)));

    private sealed class RowCursor : Cursor
    {
        private readonly IEnumerator<(int Index, TRow Row)> source;
        private readonly Delegate[] getters;

        public RowCursor(EnumerableView<TRow> view, bool[] active, IEnumerable<(int, TRow)> rows)
            : base(view.Schema, active)
        {
            source = rows.GetEnumerator();
            getters = view.bindings.Select((binding, i) => active[i] ? binding.Getter(Current) : null).ToArray();
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            RequireRow();
            value = new DataViewRowId((ulong)source.Current.Index, 0);
        };

        protected override bool Advance()
        {
            if (!source.MoveNext()) return false;
            if (source.Current.Row is null) throw new InvalidOperationException("Encountered null when iterating over data, this is not supported.");
            return true;
        }

        protected override Delegate Getter(int column) => getters[column];

        protected override void Dispose(bool disposing)
        {
            if (disposing) source.Dispose();
            base.Dispose(disposing);
        }

        private TRow Current()
        {
            RequireRow();
            return source.Current.Row;
        }
    }
}

namespace Microsoft.ML.Data;

/// <summary>Some columns of a data view, in an order of its own.</summary>
internal sealed class ProjectedView : View, IRowToRowMapper
{
    private readonly IDataView source;
    private readonly int[] columns;

    public ProjectedView(IDataView source, int[] columns)
    {
        this.source = source;
        this.columns = columns;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns.Select(column => source.Schema[column]));
        Schema = builder.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    public override bool CanShuffle => source.CanShuffle;

    DataViewSchema IRowToRowMapper.InputSchema => source.Schema;

    DataViewSchema IRowToRowMapper.OutputSchema => Schema;

    public override long? GetRowCount() => source.GetRowCount();

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return source.GetRowCursorSet(Inputs(active), n, CanShuffle ? rand : null)
            .Select(cursor => (DataViewRowCursor)new RowCursor(this, cursor, active))
            .ToArray();
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        Inputs(ActiveColumns.Of(Schema, dependingColumns)).ToArray();

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ProjectedRow(this, input, ActiveColumns.Of(Schema, activeColumns));

    protected override DataViewRowCursor Open(bool[] active, Random rand) => new RowCursor(this, source.GetRowCursor(Inputs(active), rand), active);

    private IEnumerable<DataViewSchema.Column> Inputs(bool[] active) => columns.Where((_, i) => active[i]).Select(column => source.Schema[column]);

    private sealed class ProjectedRow(ProjectedView view, DataViewRow input, bool[] active) : DataViewRow
    {
        public override DataViewSchema Schema => view.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? input.GetGetter<TValue>(input.Schema[view.columns[column.Index]])
            : throw new InvalidOperationException($"Requested column '{column.Name}' is not active: the row was opened without it.");

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class RowCursor(ProjectedView view, DataViewRowCursor input, bool[] active) : DataViewRowCursor
    {
        private readonly ProjectedRow row = new(view, input, active);

        public override DataViewSchema Schema => row.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing) row.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace Microsoft.ML.Data;

/// <summary>A data view with a mapper's outputs behind its own columns; values are computed when a getter is called.</summary>
internal sealed class MappedView : View, IRowToRowMapper
{
    private readonly IDataView source;
    private readonly RowMapper mapper;

    public MappedView(IDataView source, RowMapper mapper)
    {
        this.source = source;
        this.mapper = mapper;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(source.Schema);
        builder.AddColumns(mapper.Outputs);
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
            .Select(cursor => (DataViewRowCursor)new RowCursor(cursor, new MappedRow(this, cursor, active)))
            .ToArray();
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        Inputs(ActiveColumns.Of(Schema, dependingColumns)).ToArray();

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new MappedRow(this, input, ActiveColumns.Of(Schema, activeColumns));

    protected override DataViewRowCursor Open(bool[] active, Random rand)
    {
        DataViewRowCursor cursor = source.GetRowCursor(Inputs(active), rand);
        return new RowCursor(cursor, new MappedRow(this, cursor, active));
    }

    private IEnumerable<DataViewSchema.Column> Inputs(bool[] active)
    {
        bool[] inputs = active[..source.Schema.Count];
        for (int i = inputs.Length; i < active.Length; i++) if (active[i]) mapper.MarkInputs(i - active.Length + mapper.Outputs.Count, inputs);
        return ActiveColumns.Select(source.Schema, inputs);
    }

    private sealed class MappedRow(MappedView view, DataViewRow input, bool[] active) : DataViewRow
    {
        private readonly int inherited = view.source.Schema.Count;
        private readonly Delegate[] computed = view.mapper.Getters(input, active[view.source.Schema.Count..]);

        public override DataViewSchema Schema => view.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new InvalidOperationException($"Requested column '{column.Name}' is not active: the row was opened without it.");
            return column.Index < inherited
                ? input.GetGetter<TValue>(input.Schema[column.Index])
                : RowGetters.As<TValue>(computed[column.Index - inherited], Schema[column.Index]);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class RowCursor(DataViewRowCursor input, MappedRow row) : DataViewRowCursor
    {
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

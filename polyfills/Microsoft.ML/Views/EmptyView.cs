namespace Microsoft.ML.Data;

/// <summary>A schema without rows: what a schema is asked of, where no data is at hand.</summary>
internal sealed class EmptyView(DataViewSchema schema) : View
{
    public override DataViewSchema Schema => schema;

    public override bool CanShuffle => true;

    public override long? GetRowCount() => 0;

    protected override DataViewRowCursor Open(bool[] active, Random rand) => new RowCursor(schema, active);

    private sealed class RowCursor(DataViewSchema schema, bool[] active) : Cursor(schema, active)
    {
        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => RequireRow();

        protected override bool Advance() => false;

        protected override Delegate Getter(int column) =>
            GenericCall.On<Delegate>(this, typeof(RowCursor), nameof(Absent), [Schema[column].Type.RawType]);

        private Delegate Absent<TValue>()
        {
            ValueGetter<TValue> getter = (ref TValue value) => RequireRow();
            return getter;
        }
    }
}

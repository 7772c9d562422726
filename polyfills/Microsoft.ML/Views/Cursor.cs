namespace Microsoft.ML.Data;

/// <summary>A cursor's bookkeeping: position, active columns, the type check of getters.</summary>
internal abstract class Cursor(DataViewSchema schema, bool[] active) : DataViewRowCursor
{
    private long position = -1;
    private bool ended;

    public override long Position => position;

    public override long Batch => 0;

    public override DataViewSchema Schema => schema;

    protected bool[] Active => active;

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new InvalidOperationException($"Requested column '{column.Name}' is not active: the cursor was opened without it.");
        return RowGetters.As<TValue>(Getter(column.Index), schema[column.Index]);
    }

    public override bool MoveNext()
    {
        if (ended) return false;
        if (Advance())
        {
            position++;
            return true;
        }
        ended = true;
        position = -1;
        return false;
    }

    protected abstract bool Advance();

    protected abstract Delegate Getter(int column);

    protected void RequireRow()
    {
        if (position < 0) throw new InvalidOperationException("Cannot use a getter while the cursor stands on no row: call MoveNext first.");
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>A cursor with added columns.</summary>
internal sealed class MappedCursor(DataViewRowCursor input, DataViewSchema schema, Delegate?[] added) : DataViewRowCursor
{
    private readonly MappedColumns columns = new(input, schema, added);

    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.Getter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>A row with added columns; it follows its input.</summary>
internal sealed class MappedRow(DataViewRow input, DataViewSchema schema, Delegate?[] added) : DataViewRow
{
    private readonly MappedColumns columns = new(input, schema, added);

    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

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

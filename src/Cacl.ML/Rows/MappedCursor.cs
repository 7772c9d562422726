using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>A cursor with added columns, over the rows that they keep.</summary>
internal sealed class MappedCursor(DataViewRowCursor input, DataViewSchema schema, RowColumns added) : DataViewRowCursor
{
    private readonly MappedColumns columns = new(input, schema, added.Getters);
    private long position = -1;

    public override DataViewSchema Schema => schema;

    public override long Position => added.Keeps is null ? input.Position : position;

    public override long Batch => input.Batch;

    public override bool MoveNext()
    {
        while (input.MoveNext())
        {
            if (added.Keeps is null || added.Keeps())
            {
                position++;
                return true;
            }
        }

        position = -1;
        return false;
    }

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

using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

/// <summary>A view with one more column, Odd, whose type is none of ML.NET's own.</summary>
internal sealed class OddView : IDataView
{
    private readonly IDataView source;

    public OddView(IDataView source)
    {
        this.source = source;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns((IEnumerable<DataViewSchema.Column>)source.Schema);
        builder.AddColumn("Odd", new OddType());
        Schema = builder.ToSchema();
    }

    public static object Value { get; } = new();

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new OddCursor(source.GetRowCursor(columnsNeeded.Where(column => column.Index < source.Schema.Count).Select(column => source.Schema[column.Index])), Schema);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class OddType() : StructuredDataViewType(typeof(object))
    {
        public override bool Equals(DataViewType? other) => other is OddType;
    }

    private sealed class OddCursor(DataViewRowCursor input, DataViewSchema schema) : DataViewRowCursor
    {
        public override DataViewSchema Schema => schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Name == "Odd" || input.IsColumnActive(input.Schema[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Name == "Odd"
            ? (ValueGetter<TValue>)(Delegate)(ValueGetter<object>)((ref object value) => value = Value)
            : input.GetGetter<TValue>(input.Schema[column.Index]);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}

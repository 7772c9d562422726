using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>The rows that a custom mapping is called with, one after another, as a row that components read.</summary>
/// <param name="name">The one column.</param>
/// <param name="type">Its type.</param>
internal sealed class SavedRow<T>(string name, DataViewType type) : DataViewRow
{
    private long position = -1;
    private ValueGetter<T>? get;

    public override DataViewSchema Schema { get; } = SchemaOf(name, type);

    public override long Position => position;

    public override long Batch => 0;

    /// <summary>Goes to the next row.</summary>
    /// <param name="value">Its value.</param>
    public void Next(ValueGetter<T> value)
    {
        get = value;
        position++;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ValueGetter<T> getter = (ref T value) => get!(ref value);
        return (ValueGetter<TValue>)(Delegate)getter;
    }

    private static DataViewSchema SchemaOf(string name, DataViewType type)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(name, type);
        return builder.ToSchema();
    }
}

using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        return data.GetColumn<T>(SchemaFault.Find(data.Schema, "input", columnName, nameof(columnName)));
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        Type raw = MemberColumn.RawType(typeof(T));
        if (raw != column.Type.RawType)
            throw new ArgumentOutOfRangeException(nameof(column), $"Could not map a data view column '{column.Name}' of type {column.Type} to {typeof(T)}.");
        if (raw == typeof(T)) return Values<T>(data, column);
        if (typeof(T) == typeof(string)) return (IEnumerable<T>)Values<ReadOnlyMemory<char>>(data, column).Select(text => text.ToString());
        if (typeof(T) == typeof(string[]))
            return (IEnumerable<T>)Values<VBuffer<ReadOnlyMemory<char>>>(data, column).Select(texts => texts.DenseValues().Select(text => text.ToString()).ToArray());
        return GenericCall.Static<IEnumerable<T>>(typeof(ColumnCursorExtensions), nameof(Arrays), [typeof(T).GetElementType()], data, column);
    }

    // every value is a fresh one: a caller may keep what it was given
    private static IEnumerable<T> Values<T>(IDataView data, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        while (cursor.MoveNext())
        {
            T value = default;
            getter(ref value);
            yield return value;
        }
    }

    private static IEnumerable<T[]> Arrays<T>(IDataView data, DataViewSchema.Column column) =>
        Values<VBuffer<T>>(data, column).Select(buffer =>
        {
            T[] items = new T[buffer.Length];
            buffer.CopyTo(items);
            return items;
        });
}

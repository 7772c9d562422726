namespace Microsoft.ML.Data;

/// <summary>The kept values of one column.</summary>
internal interface IColumnStore
{
    int Column { get; }

    void Add();

    Delegate Getter(Func<int> row);
}

internal static class ColumnStore
{
    public static IColumnStore Over<TValue>(DataViewRow row, DataViewSchema.Column column) =>
        MemberColumn.ItemType(typeof(TValue)) is { } item
            ? GenericCall.Static<IColumnStore>(typeof(ColumnStore), nameof(Vectors), [item, typeof(TValue)], row, column)
            : new Values<TValue>(column.Index, row.GetGetter<TValue>(column));

    private static IColumnStore Vectors<TItem, TBuffer>(DataViewRow row, DataViewSchema.Column column) =>
        new Buffers<TItem>(column.Index, row.GetGetter<VBuffer<TItem>>(column));

    private sealed class Values<TValue>(int column, ValueGetter<TValue> source) : IColumnStore
    {
        private readonly List<TValue> kept = [];

        public int Column => column;

        public void Add()
        {
            TValue value = default;
            source(ref value);
            kept.Add(value);
        }

        public Delegate Getter(Func<int> row)
        {
            ValueGetter<TValue> getter = (ref TValue value) => value = kept[row()];
            return getter;
        }
    }

    private sealed class Buffers<TItem>(int column, ValueGetter<VBuffer<TItem>> source) : IColumnStore
    {
        private readonly List<VBuffer<TItem>> kept = [];

        public int Column => column;

        public void Add()
        {
            VBuffer<TItem> value = default;
            source(ref value);
            kept.Add(value);
        }

        public Delegate Getter(Func<int> row)
        {
            // a copy: a caller may write into the buffer that it got
            ValueGetter<VBuffer<TItem>> getter = (ref VBuffer<TItem> value) => kept[row()].CopyTo(ref value);
            return getter;
        }
    }
}

using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Gives each row, or each value of a key column, a number from 0 to 1 that stays the same over all cursors.</summary>
internal sealed class RandomSplit(IDataView data, string keyColumn, int? seed)
{
    private readonly ulong seed = DataViewRowId.Finalise((ulong)(uint)(seed ?? Random.Shared.Next()) + 0x9E3779B97F4A7C15);
    private readonly DataViewSchema.Column? key = keyColumn is null ? null : SchemaFault.Find(data.Schema, "sampling key", keyColumn, "samplingKeyColumnName");

    public IDataView Inside(double from, double to) => Rows(number => number >= from && number < to);

    public IDataView Outside(double from, double to) => Rows(number => number < from || number >= to);

    private FilteredView Rows(Func<double, bool> keep) => new(data, key is { } column ? [column] : [], row =>
    {
        Func<double> number = NumberOf(row);
        return () => keep(number()) ? FilteredView.Verdict.Keep : FilteredView.Verdict.Skip;
    }, () => null, shuffles: true);

    private Func<double> NumberOf(DataViewRow row)
    {
        if (key is not { } column)
        {
            // by row id, not by position: the split of a shuffled cursor is the same
            ValueGetter<DataViewRowId> id = row.GetIdGetter();
            return () =>
            {
                DataViewRowId value = default;
                id(ref value);
                return Number(value.Low ^ DataViewRowId.Finalise(value.High + 1));
            };
        }
        if (column.Type is TextDataViewType)
        {
            ValueGetter<ReadOnlyMemory<char>> text = row.GetGetter<ReadOnlyMemory<char>>(column);
            return () =>
            {
                ReadOnlyMemory<char> value = default;
                text(ref value);
                ulong hash = 14695981039346656037;
                foreach (char letter in value.Span) hash = (hash ^ letter) * 1099511628211;
                return Number(hash);
            };
        }
        if (column.Type is VectorDataViewType || !column.Type.RawType.IsPrimitive || column.Type.RawType == typeof(bool))
            throw Unserved.Member($"samplingKeyColumnName of a column of type {column.Type}");
        Func<double> numeric = Numbers.Of(row, column);
        return () => Number((ulong)BitConverter.DoubleToInt64Bits(numeric()));
    }

    private double Number(ulong bits) => (DataViewRowId.Finalise(bits + seed) >> 11) * (1.0 / (1UL << 53));
}

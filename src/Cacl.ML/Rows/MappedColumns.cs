using Microsoft.ML;

namespace Cacl.ML;

/// <summary>Column access of a row that adds getters to those of its input.</summary>
internal readonly struct MappedColumns(DataViewRow input, DataViewSchema schema, Delegate?[] added)
{
    private int Passed => schema.Count - added.Length;

    public bool IsActive(DataViewSchema.Column column)
    {
        Check(column);
        return column.Index < Passed ? input.IsColumnActive(input.Schema[column.Index]) : added[column.Index - Passed] is not null;
    }

    public ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column)
    {
        Check(column);
        if (column.Index < Passed)
            return input.GetGetter<TValue>(input.Schema[column.Index]);
        return added[column.Index - Passed] switch
        {
            ValueGetter<TValue> getter => getter,
            null => throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this cursor was made."),
            _ => throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}, not {typeof(TValue)}."),
        };
    }

    private void Check(DataViewSchema.Column column)
    {
        if (column.Index >= schema.Count || schema[column.Index].Name != column.Name)
            throw new ArgumentOutOfRangeException(nameof(column), column.Name, "The column is not one of this row's schema.");
    }
}

namespace Microsoft.ML.Data;

/// <summary>Which columns of a schema a cursor was opened for.</summary>
internal static class ActiveColumns
{
    public static bool[] Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        bool[] active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns ?? [])
        {
            if (column.Index >= schema.Count || schema[column.Index].Name != column.Name)
                throw new ArgumentOutOfRangeException(nameof(columns), $"Column '{column.Name}' is not a column of this data view.");
            active[column.Index] = true;
        }
        return active;
    }

    public static IEnumerable<DataViewSchema.Column> Select(DataViewSchema schema, bool[] active) => schema.Where(column => active[column.Index]);
}

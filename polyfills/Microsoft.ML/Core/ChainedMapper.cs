namespace Microsoft.ML.Data;

/// <summary>Row mappers one after the other, as one.</summary>
internal sealed class ChainedMapper(DataViewSchema inputSchema, IReadOnlyList<IRowToRowMapper> mappers) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema => mappers.Count == 0 ? inputSchema : mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        mappers.Reverse().Aggregate(dependingColumns, (columns, mapper) => mapper.GetDependencies(columns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        // what the last mapper needs is what the one before it has to give
        var active = new IEnumerable<DataViewSchema.Column>[mappers.Count];
        IEnumerable<DataViewSchema.Column> needed = activeColumns;
        for (int i = mappers.Count - 1; i >= 0; i--)
        {
            active[i] = needed;
            needed = mappers[i].GetDependencies(needed).ToArray();
        }
        DataViewRow row = input;
        for (int i = 0; i < mappers.Count; i++) row = mappers[i].GetRow(row, active[i]);
        return row;
    }
}

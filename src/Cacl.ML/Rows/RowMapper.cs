using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>A row transformer bound to a schema.</summary>
internal sealed class RowMapper : IRowToRowMapper
{
    private readonly RowTransformer transformer;

    public RowMapper(RowTransformer transformer, DataViewSchema inputSchema)
    {
        this.transformer = transformer;
        InputSchema = inputSchema;
        OutputSchema = transformer.GetOutputSchema(inputSchema);
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        DataViewSchema.Column[] asked = [.. dependingColumns];
        IEnumerable<DataViewSchema.Column> passed = asked.Where(column => column.Index < InputSchema.Count).Select(column => InputSchema[column.Index]);
        IEnumerable<DataViewSchema.Column> read = asked.Any(column => column.Index >= InputSchema.Count)
            ? transformer.InputColumnNames.Select(name => InputSchema[name])
            : [];
        return passed.Concat(read).DistinctBy(column => column.Index);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new MappedRow(input, OutputSchema, MakeGetters(input, activeColumns));

    /// <summary>Getters of all output columns that are active; those that pass through are left to the input row.</summary>
    public Delegate?[] MakeGetters(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        var wanted = new bool[OutputSchema.Count - InputSchema.Count];
        foreach (DataViewSchema.Column column in activeColumns)
        {
            if (column.Index >= InputSchema.Count)
                wanted[column.Index - InputSchema.Count] = true;
        }

        return wanted.Contains(true) ? transformer.MakeGetters(input, wanted) : new Delegate?[wanted.Length];
    }
}

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

    /// <summary>Whether rows are left out, so that cursors read the input columns whatever is asked for.</summary>
    public bool LeavesRowsOut => transformer.LeavesRowsOut is not null;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        DataViewSchema.Column[] asked = [.. dependingColumns];
        IEnumerable<DataViewSchema.Column> passed = asked.Where(column => column.Index < InputSchema.Count).Select(column => InputSchema[column.Index]);
        IEnumerable<DataViewSchema.Column> read = LeavesRowsOut || asked.Any(column => column.Index >= InputSchema.Count)
            ? transformer.InputColumnNames.Select(name => InputSchema[name])
            : [];
        return passed.Concat(read).DistinctBy(column => column.Index);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] wanted = Wanted(activeColumns);
        return new MappedRow(input, OutputSchema, wanted.Contains(true) ? transformer.MakeColumns(input, wanted).Getters : new Delegate?[wanted.Length]);
    }

    /// <summary>A cursor with those of the added columns that are asked for.</summary>
    public DataViewRowCursor MakeCursor(DataViewRowCursor input, DataViewSchema.Column[] needed)
    {
        bool[] wanted = Wanted(needed);
        return LeavesRowsOut || wanted.Contains(true)
            ? transformer.MakeCursor(input, OutputSchema, [.. needed.Where(column => column.Index < InputSchema.Count).Select(column => InputSchema[column.Index])], wanted)
            : new MappedCursor(input, OutputSchema, new RowColumns(new Delegate?[wanted.Length]));
    }

    private bool[] Wanted(IEnumerable<DataViewSchema.Column> columns)
    {
        var wanted = new bool[OutputSchema.Count - InputSchema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            if (column.Index >= InputSchema.Count)
                wanted[column.Index - InputSchema.Count] = true;
        }

        return wanted;
    }
}

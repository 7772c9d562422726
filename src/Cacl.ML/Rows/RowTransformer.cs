using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>A component that adds columns to each row, computed from that row alone.</summary>
/// <remarks>Immutable and safe to use from several threads; every cursor has buffers of its own.</remarks>
public abstract class RowTransformer : ITransformer
{
    private protected RowTransformer()
    {
    }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <summary>The columns that are read.</summary>
    internal abstract IReadOnlyList<string> InputColumnNames { get; }

    /// <summary>The columns that are added to rows of a schema, whose input columns are checked.</summary>
    internal abstract IReadOnlyList<DataViewSchema.DetachedColumn> NewColumns(DataViewSchema input);

    /// <summary>Getters of the new columns over a row, in their order; only those asked for need be made.</summary>
    internal abstract Delegate?[] MakeGetters(DataViewRow input, bool[] wanted);

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns((IEnumerable<DataViewSchema.Column>)inputSchema);
        builder.AddColumns(NewColumns(inputSchema));
        return builder.ToSchema();
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(this, inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, new RowMapper(this, input.Schema));
    }

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(SaveRefusal);

    private protected virtual string SaveRefusal =>
        $"{GetType().Name} can't be saved in an ML.NET model. Make the pipeline anew from code, and save what follows it on its own.";
}

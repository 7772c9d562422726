namespace Microsoft.ML.Data;

public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase()
    {
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Mapped(new EmptyView(inputSchema)).Schema;
    }

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Mapped(input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Mapped(new EmptyView(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    /// <exception cref="ArgumentOutOfRangeException">The schema lacks a column, or has it in another type.</exception>
    private protected abstract RowMapper Bind(DataViewSchema schema);

    private protected abstract void SaveModel(ModelSaveContext ctx);

    private MappedView Mapped(IDataView input) => new(input, Bind(input.Schema));
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>A component that adds columns to each row, computed from that row alone; some can leave rows out.</summary>
/// <remarks>
/// Immutable and safe to use from several threads; every cursor has buffers of its own. A pipeline with it is saved by <c>Model.Save</c> and
/// loaded by <c>Model.Load</c>, without anything to be registered: the loaded model gives the same values, to the last bit on the same kind
/// of machine with the same versions of decoder and ONNX Runtime; another processor, or a CPU in a GPU's place, rounds vectors differently.
/// What lives in this process alone does not go along: an index of videos, callbacks, cancellation, folders, the log. ML.NET gives a loaded
/// component no context: device and fallback are those it was saved with, whatever the loading context's are, and what the log would get,
/// a fallback to the CPU or a video used in part, goes to <see cref="System.Diagnostics.Trace"/> as a warning.
/// </remarks>
public abstract class RowTransformer : ITransformer
{
    private protected RowTransformer()
    {
    }

    /// <summary>Whether every row can be answered by itself; true also for a component that leaves rows out.</summary>
    /// <remarks>
    /// ML.NET's prediction engines and chains ask this alone, and of false they say no more than that the component maps no rows. So it is
    /// true, and <see cref="GetRowToRowMapper"/>, which they ask next, throws what tells the setting and the remedy.
    /// </remarks>
    public bool IsRowToRowMapper => true;

    /// <summary>Why there is no row for every row; null when there is.</summary>
    internal virtual string? LeavesRowsOut => null;

    /// <summary>The columns that are read.</summary>
    internal abstract IReadOnlyList<string> InputColumnNames { get; }

    /// <summary>The columns that are added to rows of a schema, whose input columns are checked.</summary>
    internal abstract IReadOnlyList<DataViewSchema.DetachedColumn> NewColumns(DataViewSchema input);

    /// <summary>The new columns over a row; getters only of those asked for need be made.</summary>
    internal abstract RowColumns MakeColumns(DataViewRow input, bool[] wanted);

    /// <summary>A cursor with the new columns, at least one of which is asked for or tells which rows are left out.</summary>
    /// <param name="input">The cursor below, which becomes the new one's.</param>
    /// <param name="schema">The schema with the new columns.</param>
    /// <param name="passed">The columns of the cursor below that are asked for.</param>
    /// <param name="wanted">Which of the new columns are.</param>
    internal virtual DataViewRowCursor MakeCursor(DataViewRowCursor input, DataViewSchema schema, IReadOnlyList<DataViewSchema.Column> passed, bool[] wanted) =>
        new MappedCursor(input, schema, MakeColumns(input, wanted));

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
    /// <exception cref="InvalidOperationException">The component leaves rows out.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        LeavesRowsOut is { } why ? throw new InvalidOperationException(why) : new RowMapper(this, inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, new RowMapper(this, input.Schema));
    }

    /// <inheritdoc/>
    /// <remarks>A model holds the component as a chain of ML.NET's own transformers, which is what is there when it was loaded.</remarks>
    /// <exception cref="InvalidOperationException">The component leaves rows out, which no chain does.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        if (LeavesRowsOut is { } why)
            throw new InvalidOperationException(why);
        using SavedChain chain = ToChain();
        chain.Save(ctx);
    }

    /// <summary>The component as a chain that a model can hold.</summary>
    internal abstract SavedChain ToChain();
}

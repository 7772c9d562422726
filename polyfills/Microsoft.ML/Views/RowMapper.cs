namespace Microsoft.ML.Data;

/// <summary>What a transformer does to one row, bound to the schema of its input.</summary>
internal abstract class RowMapper
{
    public abstract IReadOnlyList<DataViewSchema.DetachedColumn> Outputs { get; }

    /// <summary>Marks the input columns that an output reads.</summary>
    public abstract void MarkInputs(int output, bool[] inputs);

    /// <summary>The getters of the active outputs, null for the others.</summary>
    public abstract Delegate[] Getters(DataViewRow input, bool[] activeOutputs);
}

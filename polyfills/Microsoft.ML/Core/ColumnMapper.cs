namespace Microsoft.ML.Data;

/// <summary>A mapper of independent outputs, each with its inputs and its own way to make a getter.</summary>
internal sealed class ColumnMapper(params IReadOnlyList<ColumnMapper.Output> outputs) : RowMapper
{
    internal sealed record Output(DataViewSchema.DetachedColumn Column, IReadOnlyList<DataViewSchema.Column> Inputs, Func<DataViewRow, Delegate> Getter);

    public override IReadOnlyList<DataViewSchema.DetachedColumn> Outputs { get; } = outputs.Select(output => output.Column).ToArray();

    public override void MarkInputs(int output, bool[] inputs)
    {
        foreach (DataViewSchema.Column column in outputs[output].Inputs) inputs[column.Index] = true;
    }

    public override Delegate[] Getters(DataViewRow input, bool[] activeOutputs) =>
        outputs.Select((output, i) => activeOutputs[i] ? output.Getter(input) : null).ToArray();
}

using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    private readonly InputOutputColumnPair columns;

    internal ColumnCopyingEstimator(InputOutputColumnPair columns)
        : base(new ColumnCopyingTransformer(columns)) => this.columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(inputSchema.Find("input", columns.InputColumnName).Renamed(columns.OutputColumnName));
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    private readonly string[] names;
    private readonly bool keeps;

    internal ColumnSelectingEstimator(string[] names, bool keeps, bool keepHidden)
        : base(new ColumnSelectingTransformer(names, keeps, keepHidden))
    {
        this.names = names;
        this.keeps = keeps;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column[] named = names.Select(name => inputSchema.Find("input", name)).ToArray();
        return new SchemaShape(keeps ? named : inputSchema.Where(column => !names.Contains(column.Name)));
    }
}

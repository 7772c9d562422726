using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly string output;
    private readonly string[] inputs;

    internal ColumnConcatenatingEstimator(string output, string[] inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        if (inputs is null or []) throw new ArgumentException("Input columns must not be empty.", nameof(inputs));
        this.output = output;
        this.inputs = inputs;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var transformer = new ColumnConcatenatingTransformer(output, inputs);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column[] sources = inputs.Select(name => inputSchema.Find("input", name)).ToArray();
        foreach (SchemaShape.Column source in sources)
            if (source.IsKey != sources[0].IsKey || !source.ItemType.Equals(sources[0].ItemType))
                throw SchemaFault.Mismatch(nameof(inputSchema), "input", source.Name, sources[0].ItemType.ToString(), source.TypeString);
        SchemaShape.Column.VectorKind kind = sources.Any(source => source.Kind == SchemaShape.Column.VectorKind.VariableVector)
            ? SchemaShape.Column.VectorKind.VariableVector
            : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With(new SchemaShape.Column(output, kind, sources[0].ItemType, sources[0].IsKey));
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    private readonly InputOutputColumnPair columns;

    internal KeyToValueMappingEstimator(InputOutputColumnPair columns)
        : base(new KeyToValueMappingTransformer(columns)) => this.columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = inputSchema.Find("input", columns.InputColumnName);
        if (!input.IsKey) throw SchemaFault.Mismatch(nameof(inputSchema), "input", input.Name, "Key<UInt32>", input.TypeString);
        SchemaShape.Column values = input.Annotations.TryFind(SchemaAnnotationsExtensions.KeyValues)
            ?? throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Input column '{input.Name}' doesn't contain key values metadata");
        return inputSchema.With(new SchemaShape.Column(columns.OutputColumnName, input.Kind, values.ItemType, values.IsKey));
    }
}

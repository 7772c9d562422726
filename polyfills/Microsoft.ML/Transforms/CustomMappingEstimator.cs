using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition input, SchemaDefinition output)
        : base(new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, input, output))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (SchemaShape.Column wanted in Transformer.Wanted)
            CustomMappingTransformer<TSrc, TDst>.Check(wanted, inputSchema.Find("input", wanted.Name));
        return inputSchema.With(Transformer.Added);
    }
}

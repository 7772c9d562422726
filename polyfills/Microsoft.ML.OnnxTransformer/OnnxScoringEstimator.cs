using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <remarks>Its session is open from the start, and every Fit gives the one transformer that owns it.</remarks>
public sealed class OnnxScoringEstimator : TrivialEstimator<OnnxTransformer>
{
    internal OnnxScoringEstimator(OnnxTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (string name in Transformer.Inputs)
        {
            SchemaShape.Column column = inputSchema.Find("input", name);
            OnnxVariable input = Transformer.Graph.Input(name);
            if (!column.ItemType.Equals(input.ItemType)) throw SchemaFault.Mismatch(nameof(inputSchema), "input", name, input.ItemType.ToString(), column.ItemType.ToString());
        }
        return inputSchema.With(Transformer.Outputs.Select(name => SchemaShape.Create(name, Transformer.Graph.Output(name).Type)));
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ExpressionEstimator : IEstimator<ExpressionTransformer>
{
    private readonly string output;
    private readonly string expression;
    private readonly string[] inputs;

    internal ExpressionEstimator(string output, string expression, string[] inputs)
    {
        if (string.IsNullOrWhiteSpace(output)) throw new ArgumentException("An output column must be named.", nameof(output));
        if (string.IsNullOrWhiteSpace(expression)) throw new ArgumentException("An expression must be given.", nameof(expression));
        if (inputs is null or [] || inputs.Length > 5) throw new ArgumentException("An expression takes 1 to 5 input columns.", nameof(inputs));
        this.output = output;
        this.expression = expression;
        this.inputs = inputs;
    }

    public ExpressionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var transformer = new ExpressionTransformer(output, expression, inputs);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (string input in inputs)
            if (inputSchema.Find("input", input).Kind != SchemaShape.Column.VectorKind.Scalar) throw Unserved.Member("Expression over a vector");
        ConstantText.Parse(expression, inputs.Length);
        return inputSchema.With(new SchemaShape.Column(output, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false));
    }
}

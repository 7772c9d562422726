using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.ModelLoader(Microsoft.ML.Transforms.ExpressionTransformer.LoaderSignature, typeof(Microsoft.ML.Transforms.ExpressionTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class ExpressionTransformer : RowToRowTransformerBase
{
    public const string LoaderSignature = "ExprTransform";

    private readonly string output;
    private readonly string expression;
    private readonly string[] inputs;
    private readonly string text;

    internal ExpressionTransformer(string output, string expression, string[] inputs)
    {
        this.output = output;
        this.expression = expression;
        this.inputs = inputs;
        text = ConstantText.Parse(expression, inputs.Length);
    }

    internal static ExpressionTransformer Load(MLContext context, ModelLoadContext ctx) =>
        new(ctx.Reader.ReadString(), ctx.Reader.ReadString(), StoredValues.Read<string>(ctx.Reader));

    private protected override RowMapper Bind(DataViewSchema schema)
    {
        DataViewSchema.Column[] columns = inputs.Select(name => SchemaFault.Find(schema, "input", name)).ToArray();
        if (Array.Exists(columns, column => column.Type is VectorDataViewType)) throw Unserved.Member("Expression over a vector");
        return new ColumnMapper(new ColumnMapper.Output(new(output, TextDataViewType.Instance), columns, _ => Getter()));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin(LoaderSignature, GetType());
        ctx.Writer.Write(output);
        ctx.Writer.Write(expression);
        StoredValues.Write<string>(ctx.Writer, inputs);
    }

    private ValueGetter<ReadOnlyMemory<char>> Getter() => (ref ReadOnlyMemory<char> value) => value = text.AsMemory();
}

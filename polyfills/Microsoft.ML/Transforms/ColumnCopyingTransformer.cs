using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.ModelLoader("CopyTransform", typeof(Microsoft.ML.Transforms.ColumnCopyingTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    private readonly InputOutputColumnPair columns;

    internal ColumnCopyingTransformer(InputOutputColumnPair columns) => this.columns = columns;

    private protected override RowMapper Bind(DataViewSchema schema)
    {
        DataViewSchema.Column input = SchemaFault.Find(schema, "input", columns.InputColumnName);
        return new ColumnMapper(new ColumnMapper.Output(new(columns.OutputColumnName, input.Type, input.Annotations), [input], row => RowGetters.Of(row, input)));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin("CopyTransform", GetType());
        columns.Write(ctx.Writer);
    }

    internal static ColumnCopyingTransformer Load(MLContext context, ModelLoadContext ctx) => new(InputOutputColumnPair.Read(ctx.Reader));
}

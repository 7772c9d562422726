using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

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
}

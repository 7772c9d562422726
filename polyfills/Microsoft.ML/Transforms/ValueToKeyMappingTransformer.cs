using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private readonly Func<DataViewSchema, RowMapper> bind;

    internal ValueToKeyMappingTransformer(Func<DataViewSchema, RowMapper> bind) => this.bind = bind;

    private protected override RowMapper Bind(DataViewSchema schema) => bind(schema);
}

using Microsoft.ML.Data;

[assembly: Microsoft.ML.ModelLoader("TermTransform", typeof(Microsoft.ML.Transforms.ValueToKeyMappingTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private readonly Func<DataViewSchema, RowMapper> bind;
    private readonly Action<BinaryWriter> write;

    internal ValueToKeyMappingTransformer(Func<DataViewSchema, RowMapper> bind, Action<BinaryWriter> write)
    {
        this.bind = bind;
        this.write = write;
    }

    private protected override RowMapper Bind(DataViewSchema schema) => bind(schema);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin("TermTransform", GetType());
        write(ctx.Writer);
    }

    internal static ValueToKeyMappingTransformer Load(MLContext context, ModelLoadContext ctx)
    {
        InputOutputColumnPair columns = InputOutputColumnPair.Read(ctx.Reader);
        DataViewType inputType = StoredValues.ReadType(ctx.Reader);
        return GenericCall.Static<ValueToKeyMappingTransformer>(typeof(ValueToKeyMappingTransformer), nameof(Read), [inputType.RawType], columns, inputType, ctx.Reader);
    }

    private static ValueToKeyMappingTransformer Read<T>(InputOutputColumnPair columns, DataViewType inputType, BinaryReader reader) =>
        new ValueToKeyMappingTransformer<T>(columns, inputType, StoredValues.Read<T>(reader), KeyText.For<T>()).Transformer;
}

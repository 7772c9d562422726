using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.ModelLoader("KeyToValueTransform", typeof(Microsoft.ML.Transforms.KeyToValueMappingTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    private readonly InputOutputColumnPair columns;

    internal KeyToValueMappingTransformer(InputOutputColumnPair columns) => this.columns = columns;

    private protected override RowMapper Bind(DataViewSchema schema)
    {
        DataViewSchema.Column input = SchemaFault.Find(schema, "input", columns.InputColumnName);
        if (input.Type is VectorDataViewType { ItemType: KeyDataViewType }) throw Unserved.Member("MapKeyToValue of a vector of keys");
        if (input.Type is not KeyDataViewType) throw SchemaFault.Mismatch("inputSchema", "input", input.Name, "Key<UInt32>", input.Type.ToString());
        if (input.Type.RawType != typeof(uint)) throw Unserved.Member($"MapKeyToValue of a key of type {input.Type}");
        if (!input.HasKeyValues())
            throw new ArgumentOutOfRangeException("inputSchema", $"Input column '{input.Name}' doesn't contain key values metadata");
        var values = (VectorDataViewType)input.Annotations.Schema[SchemaAnnotationsExtensions.KeyValues].Type;
        return GenericCall.On<RowMapper>(this, GetType(), nameof(Typed), [values.ItemType.RawType], input, values.ItemType);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin("KeyToValueTransform", GetType());
        columns.Write(ctx.Writer);
    }

    internal static KeyToValueMappingTransformer Load(MLContext context, ModelLoadContext ctx) => new(InputOutputColumnPair.Read(ctx.Reader));

    private ColumnMapper Typed<T>(DataViewSchema.Column input, PrimitiveDataViewType type)
    {
        VBuffer<T> buffer = default;
        input.GetKeyValues(ref buffer);
        T[] values = buffer.DenseValues().ToArray();
        T missing = type == NumberDataViewType.Single ? (T)(object)float.NaN : type == NumberDataViewType.Double ? (T)(object)double.NaN : default;
        return new ColumnMapper(new ColumnMapper.Output(new(columns.OutputColumnName, type), [input], Getter));

        Delegate Getter(DataViewRow row)
        {
            ValueGetter<uint> source = row.GetGetter<uint>(input);
            ValueGetter<T> getter = (ref T value) =>
            {
                uint key = 0;
                source(ref key);
                value = key > 0 && key <= values.Length ? values[key - 1] : missing;
            };
            return getter;
        }
    }
}

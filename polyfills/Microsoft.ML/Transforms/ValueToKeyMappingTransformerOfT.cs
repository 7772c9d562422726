using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The typed part of a value-to-key mapping: the values, and where each stands.</summary>
internal sealed class ValueToKeyMappingTransformer<T>
{
    private readonly InputOutputColumnPair columns;
    private readonly DataViewType inputType;
    private readonly T[] values;
    private readonly IKeyText<T> identity;
    private readonly Dictionary<object, uint> keys = [];

    public ValueToKeyMappingTransformer(InputOutputColumnPair columns, DataViewType inputType, T[] values, IKeyText<T> identity)
    {
        this.columns = columns;
        this.inputType = inputType;
        this.values = values;
        this.identity = identity;
        for (int i = 0; i < values.Length; i++) keys[identity.Of(values[i])] = (uint)i + 1;
    }

    public ValueToKeyMappingTransformer Transformer => new(Bind, Write);

    private void Write(BinaryWriter writer)
    {
        columns.Write(writer);
        StoredValues.Write(writer, inputType);
        StoredValues.Write<T>(writer, values);
    }

    private ColumnMapper Bind(DataViewSchema schema)
    {
        DataViewSchema.Column input = SchemaFault.Find(schema, "input", columns.InputColumnName);
        if (!input.Type.Equals(inputType)) throw SchemaFault.Mismatch("inputSchema", "input", input.Name, inputType.ToString(), input.Type.ToString());

        var annotations = new DataViewSchema.Annotations.Builder();
        if (values.Length > 0)
            annotations.Add(SchemaAnnotationsExtensions.KeyValues, new VectorDataViewType((PrimitiveDataViewType)inputType, values.Length),
                (ref VBuffer<T> value) => VBuffer<T>.Copy(values, 0, ref value, values.Length));
        // a key type has at least one key, even where no value was there to be learned
        var type = new KeyDataViewType(typeof(uint), Math.Max(1, values.Length));
        return new ColumnMapper(new ColumnMapper.Output(new(columns.OutputColumnName, type, annotations.ToAnnotations()), [input], row => Getter(row, input)));
    }

    private ValueGetter<uint> Getter(DataViewRow row, DataViewSchema.Column input)
    {
        ValueGetter<T> source = row.GetGetter<T>(input);
        return (ref uint key) =>
        {
            T value = default;
            source(ref value);
            key = identity.Of(value) is { } text ? keys.GetValueOrDefault(text) : 0;
        };
    }
}

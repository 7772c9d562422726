using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.ModelLoader("NormalizeTransform", typeof(Microsoft.ML.Transforms.NormalizingTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    private readonly InputOutputColumnPair columns;
    private readonly DataViewType inputType;
    private readonly (float Scale, float Offset)[] slots;

    internal NormalizingTransformer(InputOutputColumnPair columns, DataViewType inputType, (float, float)[] slots)
    {
        this.columns = columns;
        this.inputType = inputType;
        this.slots = slots;
    }

    private protected override RowMapper Bind(DataViewSchema schema)
    {
        DataViewSchema.Column input = SchemaFault.Find(schema, "input", columns.InputColumnName);
        if (!input.Type.Equals(inputType)) throw SchemaFault.Mismatch("inputSchema", "input", input.Name, inputType.ToString(), input.Type.ToString());
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(input.Annotations, kind => kind == SchemaAnnotationsExtensions.SlotNames);
        annotations.AddPrimitiveValue(SchemaAnnotationsExtensions.Normalized, BooleanDataViewType.Instance, true);
        return new ColumnMapper(new ColumnMapper.Output(new(columns.OutputColumnName, inputType, annotations.ToAnnotations()), [input], row => Getter(row, input)));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin("NormalizeTransform", GetType());
        columns.Write(ctx.Writer);
        StoredValues.Write(ctx.Writer, inputType);
        StoredValues.Write<float>(ctx.Writer, slots.Select(slot => slot.Scale).ToArray());
        StoredValues.Write<float>(ctx.Writer, slots.Select(slot => slot.Offset).ToArray());
    }

    internal static NormalizingTransformer Load(MLContext context, ModelLoadContext ctx)
    {
        InputOutputColumnPair columns = InputOutputColumnPair.Read(ctx.Reader);
        DataViewType inputType = StoredValues.ReadType(ctx.Reader);
        return new NormalizingTransformer(columns, inputType, StoredValues.Read<float>(ctx.Reader).Zip(StoredValues.Read<float>(ctx.Reader)).ToArray());
    }

    private Delegate Getter(DataViewRow row, DataViewSchema.Column input)
    {
        Func<float[]> read = NormalizingEstimator.Slots(row, input, slots.Length);
        if (inputType is not VectorDataViewType)
        {
            ValueGetter<float> scalar = (ref float value) => value = (read()[0] - slots[0].Offset) * slots[0].Scale;
            return scalar;
        }
        ValueGetter<VBuffer<float>> vector = (ref VBuffer<float> value) =>
        {
            float[] values = read();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, values.Length);
            for (int i = 0; i < values.Length; i++) editor.Values[i] = (values[i] - slots[i].Offset) * slots[i].Scale;
            value = editor.Commit();
        };
        return vector;
    }
}

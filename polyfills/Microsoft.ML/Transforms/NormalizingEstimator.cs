using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly InputOutputColumnPair columns;
    private readonly long maximumExampleCount;
    private readonly Func<SlotStatistics, (float Scale, float Offset)> affine;

    internal NormalizingEstimator(InputOutputColumnPair columns, long maximumExampleCount, Func<SlotStatistics, (float, float)> affine)
    {
        if (maximumExampleCount <= 1) throw new ArgumentOutOfRangeException(nameof(maximumExampleCount), "Must be greater than 1");
        this.columns = columns;
        this.maximumExampleCount = maximumExampleCount;
        this.affine = affine;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = SchemaFault.Find(input.Schema, "input", columns.InputColumnName);
        SlotStatistics[] slots = Enumerable.Range(0, SlotCount(column)).Select(_ => new SlotStatistics()).ToArray();
        using DataViewRowCursor cursor = input.GetRowCursor([column]);
        Func<float[]> read = Slots(cursor, column, slots.Length);
        for (long row = 0; row < maximumExampleCount && cursor.MoveNext(); row++)
        {
            float[] values = read();
            for (int i = 0; i < slots.Length; i++) slots[i].Add(values[i]);
        }
        return new NormalizingTransformer(columns, column.Type, slots.Select(affine).ToArray());
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = inputSchema.Find("input", columns.InputColumnName);
        if (input.Kind == SchemaShape.Column.VectorKind.VariableVector || input.IsKey || input.ItemType is not NumberDataViewType)
            throw SchemaFault.Mismatch(nameof(inputSchema), "input", input.Name, "fixed-size vector or scalar of Single", input.TypeString);
        var normalized = new SchemaShape.Column(SchemaAnnotationsExtensions.Normalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);
        var annotations = new SchemaShape(input.Annotations.Where(kept => kept.Name == SchemaAnnotationsExtensions.SlotNames).Append(normalized));
        return inputSchema.With(new SchemaShape.Column(columns.OutputColumnName, input.Kind, input.ItemType, false, annotations));
    }

    internal static Func<float[]> Slots(DataViewRow row, DataViewSchema.Column column, int count)
    {
        float[] values = new float[count];
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<float>> vector = row.GetGetter<VBuffer<float>>(column);
            VBuffer<float> buffer = default;
            return () =>
            {
                vector(ref buffer);
                buffer.CopyTo(values);
                return values;
            };
        }
        ValueGetter<float> scalar = row.GetGetter<float>(column);
        return () =>
        {
            scalar(ref values[0]);
            return values;
        };
    }

    private static int SlotCount(DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single) return vector.Size;
        if (column.Type == NumberDataViewType.Single) return 1;
        if (column.Type == NumberDataViewType.Double || column.Type is VectorDataViewType { ItemType: NumberDataViewType, IsKnownSize: true })
            throw Unserved.Member($"A normalizer of a column of type {column.Type}");
        throw SchemaFault.Mismatch("inputSchema", "input", column.Name, "fixed-size vector or scalar of Single", column.Type.ToString());
    }
}

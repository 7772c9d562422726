using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly InputOutputColumnPair columns;
    private readonly int maximumNumberOfKeys;
    private readonly KeyOrdinality ordinality;

    internal ValueToKeyMappingEstimator(InputOutputColumnPair columns, int maximumNumberOfKeys, KeyOrdinality ordinality)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumNumberOfKeys);
        this.columns = columns;
        this.maximumNumberOfKeys = maximumNumberOfKeys;
        this.ordinality = ordinality;
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = SchemaFault.Find(input.Schema, "input", columns.InputColumnName);
        if (column.Type is VectorDataViewType or KeyDataViewType) throw Unserved.Member($"MapValueToKey of a column of type {column.Type}");
        return GenericCall.On<ValueToKeyMappingTransformer>(this, GetType(), nameof(Learn), [column.Type.RawType], input, column);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = inputSchema.Find("input", columns.InputColumnName);
        var values = new SchemaShape.Column(SchemaAnnotationsExtensions.KeyValues, SchemaShape.Column.VectorKind.Vector, input.ItemType, false);
        return inputSchema.With(new SchemaShape.Column(columns.OutputColumnName, input.Kind, NumberDataViewType.UInt32, true, new SchemaShape([values])));
    }

    private ValueToKeyMappingTransformer Learn<T>(IDataView data, DataViewSchema.Column column)
    {
        IKeyText<T> identity = KeyText.For<T>();
        var values = new List<T>();
        var known = new HashSet<object>();
        using (DataViewRowCursor cursor = data.GetRowCursor([column]))
        {
            ValueGetter<T> getter = cursor.GetGetter<T>(column);
            T value = default;
            // in order of value every value must be seen before the first ones can be named
            while ((ordinality == KeyOrdinality.ByValue || values.Count < maximumNumberOfKeys) && cursor.MoveNext())
            {
                getter(ref value);
                if (identity.Of(value) is { } key && known.Add(key)) values.Add(value);
            }
        }
        if (ordinality == KeyOrdinality.ByValue) values.Sort(identity.Compare);
        return new ValueToKeyMappingTransformer<T>(columns, column.Type, values.Take(maximumNumberOfKeys).ToArray(), identity).Transformer;
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }
}

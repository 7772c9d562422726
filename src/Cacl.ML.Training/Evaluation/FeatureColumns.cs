using Cacl.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Feature and label columns of a data view as lists.</summary>
internal static class FeatureColumns
{
    public static FeatureSet Read(MLContext context, IDataView data, string featureColumnName, string labelColumnName)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        DataViewSchema.Column featureColumn = Columns.Find(data.Schema, featureColumnName, "a vector of Single", type => type is VectorDataViewType { ItemType: var item } && item == NumberDataViewType.Single);
        DataViewSchema.Column labelColumn = Columns.Find(data.Schema, labelColumnName, "text, or keys of text", type => type is TextDataViewType || type is KeyDataViewType { RawType: var raw } && raw == typeof(uint));
        if (labelColumn.Type is KeyDataViewType && !labelColumn.HasKeyValues(TextDataViewType.Instance))
            throw new ArgumentException($"Column '{labelColumnName}' is {labelColumn.Type} without texts for its keys; expected text, or keys of text.");
        var features = new List<float[]>();
        var labels = new List<string>();
        using DataViewRowCursor cursor = data.GetRowCursor([featureColumn, labelColumn]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(featureColumn);
        Func<string> label = LabelOf(cursor, labelColumn);
        VBuffer<float> vector = default;
        while (cursor.MoveNext())
        {
            getFeatures(ref vector);
            features.Add([.. vector.DenseValues()]);
            labels.Add(label());
        }

        return new FeatureSet(features, labels);
    }

    // A pipeline with MapValueToKey leaves keys in the label's place.
    private static Func<string> LabelOf(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is TextDataViewType)
        {
            ValueGetter<ReadOnlyMemory<char>> getText = row.GetGetter<ReadOnlyMemory<char>>(column);
            return () =>
            {
                ReadOnlyMemory<char> text = default;
                getText(ref text);
                return text.ToString();
            };
        }

        VBuffer<ReadOnlyMemory<char>> texts = default;
        column.GetKeyValues(ref texts);
        ValueGetter<uint> getKey = row.GetGetter<uint>(column);
        return () =>
        {
            uint key = 0;
            getKey(ref key);
            return key == 0 ? "" : texts.GetItemOrDefault((int)key - 1).ToString();
        };
    }
}

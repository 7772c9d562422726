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
        DataViewSchema.Column labelColumn = Columns.Find(data.Schema, labelColumnName, "text", type => type is TextDataViewType);
        var features = new List<float[]>();
        var labels = new List<string>();
        using DataViewRowCursor cursor = data.GetRowCursor([featureColumn, labelColumn]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(featureColumn);
        ValueGetter<ReadOnlyMemory<char>> getLabel = cursor.GetGetter<ReadOnlyMemory<char>>(labelColumn);
        VBuffer<float> vector = default;
        ReadOnlyMemory<char> label = default;
        while (cursor.MoveNext())
        {
            getFeatures(ref vector);
            getLabel(ref label);
            features.Add([.. vector.DenseValues()]);
            labels.Add(label.ToString());
        }

        return new FeatureSet(features, labels);
    }
}

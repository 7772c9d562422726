using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(TModel model, string featureColumn, DataViewType featureType)
        : base(model)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = featureType;
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Mapped(new EmptyView(inputSchema ?? throw new ArgumentNullException(nameof(inputSchema)))).Schema;

    private protected DataViewSchema.Column Features(DataViewSchema schema)
    {
        DataViewSchema.Column column = SchemaFault.Find(schema, "feature", FeatureColumnName);
        bool same = column.Type is VectorDataViewType found && FeatureColumnType is VectorDataViewType wanted && found.Size == wanted.Size && found.ItemType.Equals(wanted.ItemType);
        return same ? column : throw new InvalidOperationException($"Incompatible features column type: '{column.Type}' vs '{FeatureColumnType}'");
    }
}

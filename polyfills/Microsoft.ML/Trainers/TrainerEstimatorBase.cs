using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    public readonly SchemaShape.Column FeatureColumn;
    public readonly SchemaShape.Column LabelColumn;
    public readonly SchemaShape.Column WeightColumn;

    private protected TrainerEstimatorBase(IHost host, SchemaShape.Column feature, SchemaShape.Column label, SchemaShape.Column weight)
    {
        Host = host;
        FeatureColumn = feature;
        LabelColumn = label;
        WeightColumn = weight;
    }

    public abstract TrainerInfo Info { get; }

    private protected IHost Host { get; }

    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(SchemaShape.Create(input.Schema));
        return Train(input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Check(inputSchema);
        return inputSchema.With(Outputs(inputSchema));
    }

    private protected abstract TTransformer Train(IDataView data);

    private protected abstract IEnumerable<SchemaShape.Column> Outputs(SchemaShape inputSchema);

    private protected void Check(SchemaShape schema)
    {
        Check(schema, "feature", FeatureColumn);
        Check(schema, "label", LabelColumn);
        if (WeightColumn.Name is not null) Check(schema, "weight", WeightColumn);
    }

    private static void Check(SchemaShape schema, string role, SchemaShape.Column wanted)
    {
        SchemaShape.Column found = schema.Find(role, wanted.Name);
        if (found.Kind != wanted.Kind || found.IsKey != wanted.IsKey || !found.ItemType.Equals(wanted.ItemType))
            throw SchemaFault.Mismatch("inputSchema", role, wanted.Name, wanted.TypeString, found.TypeString);
    }
}

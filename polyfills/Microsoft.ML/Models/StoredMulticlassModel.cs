using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

[assembly: Microsoft.ML.ModelLoader(Microsoft.ML.StoredMulticlassModel.Signature, typeof(Microsoft.ML.StoredMulticlassModel))]

namespace Microsoft.ML;

/// <summary>Reads the one kind of multiclass model back.</summary>
internal static class StoredMulticlassModel
{
    public const string Signature = "MulticlassPredXfer";

    internal static MulticlassPredictionTransformer<MaximumEntropyModelParameters> Load(MLContext context, ModelLoadContext ctx)
    {
        string featureColumn = ctx.Reader.ReadString();
        DataViewType featureType = StoredValues.ReadType(ctx.Reader);
        DataViewSchema.Annotations labels = StoredSchema.ReadAnnotations(ctx.Reader), scores = StoredSchema.ReadAnnotations(ctx.Reader);
        return new MulticlassPredictionTransformer<MaximumEntropyModelParameters>(MaximumEntropyModelParameters.Read(ctx.Reader), featureColumn, featureType, labels, scores);
    }
}

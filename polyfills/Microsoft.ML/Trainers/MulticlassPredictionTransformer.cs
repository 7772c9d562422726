using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly DataViewSchema.Annotations scoreAnnotations;
    private readonly DataViewSchema.Annotations labelAnnotations;

    internal MulticlassPredictionTransformer(TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn)
        : base(model, trainSchema, featureColumn)
    {
        DataViewSchema.Column label = trainSchema[labelColumn];
        var labels = new DataViewSchema.Annotations.Builder();
        labels.Add(label.Annotations, kind => kind == SchemaAnnotationsExtensions.KeyValues);
        labelAnnotations = labels.ToAnnotations();

        var slots = new DataViewSchema.Annotations.Builder();
        if (label.HasKeyValues(TextDataViewType.Instance))
        {
            ValueGetter<VBuffer<ReadOnlyMemory<char>>> names = label.Annotations.GetGetter<VBuffer<ReadOnlyMemory<char>>>(label.Annotations.Schema[SchemaAnnotationsExtensions.KeyValues]);
            slots.Add(SchemaAnnotationsExtensions.SlotNames, new VectorDataViewType(TextDataViewType.Instance, Linear.Classes), names);
        }
        scoreAnnotations = slots.ToAnnotations();
    }

    private LinearMulticlassModelParametersBase Linear => (LinearMulticlassModelParametersBase)(object)Model;

    private protected override RowMapper Bind(DataViewSchema schema)
    {
        DataViewSchema.Column features = Features(schema);
        int classes = Linear.Classes;
        return new ColumnMapper(
            new ColumnMapper.Output(new("PredictedLabel", new KeyDataViewType(typeof(uint), classes), labelAnnotations), [features], row =>
            {
                ValueGetter<VBuffer<float>> source = Scores(row, features);
                VBuffer<float> scores = default;
                ValueGetter<uint> getter = (ref uint value) =>
                {
                    source(ref scores);
                    value = (uint)IndexOfMost(scores.GetValues()) + 1;
                };
                return getter;
            }),
            new ColumnMapper.Output(new("Score", new VectorDataViewType(NumberDataViewType.Single, classes), scoreAnnotations), [features], row => Scores(row, features)));
    }

    private ValueGetter<VBuffer<float>> Scores(DataViewRow row, DataViewSchema.Column features)
    {
        ValueGetter<VBuffer<float>> source = row.GetGetter<VBuffer<float>>(features);
        VBuffer<float> buffer = default;
        LinearMulticlassModelParametersBase model = Linear;
        return (ref VBuffer<float> value) =>
        {
            source(ref buffer);
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, model.Classes);
            model.Predict(buffer, editor.Values);
            value = editor.Commit();
        };
    }

    private static int IndexOfMost(ReadOnlySpan<float> scores)
    {
        int most = 0;
        for (int i = 1; i < scores.Length; i++) if (scores[i] > scores[most]) most = i;
        return most;
    }
}

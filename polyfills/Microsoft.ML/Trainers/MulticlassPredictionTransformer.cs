using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly DataViewSchema.Annotations scoreAnnotations;
    private readonly DataViewSchema.Annotations labelAnnotations;

    internal MulticlassPredictionTransformer(TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn)
        : base(model, featureColumn, trainSchema[featureColumn].Type)
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

    internal MulticlassPredictionTransformer(TModel model, string featureColumn, DataViewType featureType, DataViewSchema.Annotations labels, DataViewSchema.Annotations scores)
        : base(model, featureColumn, featureType)
    {
        labelAnnotations = labels;
        scoreAnnotations = scores;
    }

    private LinearMulticlassModelParametersBase Linear => (LinearMulticlassModelParametersBase)(object)Model;

    private protected override RowMapper Bind(DataViewSchema schema) => new Mapper(this, Features(schema));

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin(StoredMulticlassModel.Signature, typeof(StoredMulticlassModel));
        ctx.Writer.Write(FeatureColumnName);
        StoredValues.Write(ctx.Writer, FeatureColumnType);
        StoredSchema.Write(ctx.Writer, labelAnnotations);
        StoredSchema.Write(ctx.Writer, scoreAnnotations);
        Linear.Write(ctx.Writer);
    }

    // label and scores of a row come from one look at its features, which may cost much to compute
    private sealed class Mapper(MulticlassPredictionTransformer<TModel> transformer, DataViewSchema.Column features) : RowMapper
    {
        private readonly LinearMulticlassModelParametersBase model = transformer.Linear;

        public override IReadOnlyList<DataViewSchema.DetachedColumn> Outputs { get; } =
        [
            new("PredictedLabel", new KeyDataViewType(typeof(uint), transformer.Linear.Classes), transformer.labelAnnotations),
            new("Score", new VectorDataViewType(NumberDataViewType.Single, transformer.Linear.Classes), transformer.scoreAnnotations),
        ];

        public override void MarkInputs(int output, bool[] inputs) => inputs[features.Index] = true;

        public override Delegate[] Getters(DataViewRow input, bool[] activeOutputs)
        {
            if (Array.IndexOf(activeOutputs, true) < 0) return new Delegate[activeOutputs.Length];
            ValueGetter<VBuffer<float>> source = input.GetGetter<VBuffer<float>>(features);
            VBuffer<float> buffer = default;
            float[] scores = new float[model.Classes];
            long done = -1;
            ValueGetter<uint> label = (ref uint value) => value = (uint)IndexOfMost(Current()) + 1;
            ValueGetter<VBuffer<float>> score = (ref VBuffer<float> value) => VBuffer<float>.Copy(Current(), 0, ref value, scores.Length);
            return [activeOutputs[0] ? label : null, activeOutputs[1] ? score : null];

            float[] Current()
            {
                if (input.Position == done && done >= 0) return scores;
                source(ref buffer);
                model.Predict(buffer, scores);
                done = input.Position;
                return scores;
            }
        }
    }

    private static int IndexOfMost(ReadOnlySpan<float> scores)
    {
        int most = 0;
        for (int i = 1; i < scores.Length; i++) if (scores[i] > scores[most]) most = i;
        return most;
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Features, classes and weights of all rows that have all three.</summary>
internal sealed class LabelledExamples
{
    private readonly List<float[]> rows = [];
    private readonly List<int> labels = [];
    private readonly List<double> weights = [];

    public required int Classes { get; init; }

    public required int Features { get; init; }

    public int Count => rows.Count;

    public int Skipped { get; private set; }

    public double TotalWeight { get; private set; }

    public float[] Row(int i) => rows[i];

    public int Label(int i) => labels[i];

    public double Weight(int i) => weights[i];

    public static LabelledExamples Read(IDataView data, string featureColumn, string labelColumn, string weightColumn)
    {
        DataViewSchema.Column features = data.Schema[featureColumn], label = data.Schema[labelColumn];
        DataViewSchema.Column? weight = weightColumn is null ? null : data.Schema[weightColumn];
        ulong classes = ((KeyDataViewType)label.Type).Count;
        if (classes > int.MaxValue / 2) throw new ArgumentOutOfRangeException("inputSchema", $"Label column '{labelColumn}' has {classes} classes, which is too many.");
        var examples = new LabelledExamples { Classes = (int)classes, Features = ((VectorDataViewType)features.Type).Size };

        using DataViewRowCursor cursor = data.GetRowCursor(weight is { } read ? [features, label, read] : [features, label]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        ValueGetter<uint> getLabel = cursor.GetGetter<uint>(label);
        ValueGetter<float> getWeight = weight is { } column ? cursor.GetGetter<float>(column) : (ref float value) => value = 1;
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            uint key = 0;
            float own = 1;
            getFeatures(ref buffer);
            getLabel(ref key);
            getWeight(ref own);
            examples.Add(buffer, key, own, featureColumn);
        }
        return examples;
    }

    private void Add(in VBuffer<float> features, uint key, float weight, string featureColumn)
    {
        if (features.Length != Features)
            throw new InvalidOperationException($"A row of feature column '{featureColumn}' has {features.Length} values, its type promises {Features}.");
        bool complete = key > 0 && key <= Classes && float.IsFinite(weight) && weight > 0;
        foreach (float value in features.GetValues()) complete &= float.IsFinite(value);
        if (!complete)
        {
            Skipped++;
            return;
        }
        float[] row = new float[Features];
        features.CopyTo(row);
        rows.Add(row);
        labels.Add((int)key - 1);
        weights.Add(weight);
        TotalWeight += weight;
    }
}

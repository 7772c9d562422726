using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>
{
    private readonly float[] biases;
    private readonly float[][] weights;

    /// <param name="variables">Biases, then a row of weights for each class.</param>
    private protected LinearMulticlassModelParametersBase(double[] variables, int classes, int features)
    {
        biases = variables.Take(classes).Select(value => (float)value).ToArray();
        weights = Enumerable.Range(0, classes).Select(c => variables.Skip(classes + c * features).Take(features).Select(value => (float)value).ToArray()).ToArray();
    }

    /// <remarks>Single numbers become the same ones again: they were cut to that when the model was made.</remarks>
    internal void Write(BinaryWriter writer)
    {
        writer.Write(Classes);
        writer.Write(weights[0].Length);
        StoredValues.Write<float>(writer, [.. biases, .. weights.SelectMany(row => row)]);
    }

    private protected static (double[] Variables, int Classes, int Features) ReadVariables(BinaryReader reader)
    {
        int classes = reader.ReadInt32(), features = reader.ReadInt32();
        return (Array.ConvertAll(StoredValues.Read<float>(reader), value => (double)value), classes, features);
    }

    internal int Classes => biases.Length;

    public IEnumerable<float> GetBiases() => biases.ToArray();

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = Classes;
        if (weights is null || weights.Length < numClasses) weights = new VBuffer<float>[numClasses];
        for (int c = 0; c < numClasses; c++) VBuffer<float>.Copy(this.weights[c], 0, ref weights[c], this.weights[c].Length);
    }

    internal void CopyTo(double[] variables, int classes, int features)
    {
        if (classes != Classes || weights.Any(row => row.Length != features))
            throw new ArgumentException($"The model to start from has {Classes} classes and {weights[0].Length} features, the data {classes} and {features}.", "modelParameters");
        for (int c = 0; c < classes; c++)
        {
            variables[c] = biases[c];
            for (int f = 0; f < features; f++) variables[classes + c * features + f] = weights[c][f];
        }
    }

    private protected void Scores(in VBuffer<float> features, Span<float> scores)
    {
        if (features.Length != weights[0].Length)
            throw new InvalidOperationException($"The model was trained on {weights[0].Length} features, a row has {features.Length}.");
        ReadOnlySpan<float> values = features.GetValues();
        ReadOnlySpan<int> indices = features.GetIndices();
        for (int c = 0; c < scores.Length; c++)
        {
            float[] own = weights[c];
            double score = biases[c];
            for (int i = 0; i < values.Length; i++) score += (double)own[features.IsDense ? i : indices[i]] * values[i];
            scores[c] = (float)score;
        }
    }

    /// <summary>The model's output for one row's features.</summary>
    internal abstract void Predict(in VBuffer<float> features, Span<float> scores);
}

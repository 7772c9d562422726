using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal MaximumEntropyModelParameters(double[] variables, int classes, int features)
        : base(variables, classes, features)
    {
    }

    internal static MaximumEntropyModelParameters Read(BinaryReader reader)
    {
        (double[] variables, int classes, int features) = ReadVariables(reader);
        return new MaximumEntropyModelParameters(variables, classes, features);
    }

    internal override void Predict(in VBuffer<float> features, Span<float> scores)
    {
        Scores(features, scores);
        float most = float.NegativeInfinity;
        foreach (float score in scores) most = Math.Max(most, score);
        float sum = 0;
        foreach (ref float score in scores) sum += score = MathF.Exp(score - most);
        foreach (ref float score in scores) score /= sum;
    }
}

namespace Microsoft.ML.Trainers;

/// <summary>The mean over instances of the cross-entropy of a softmax over linear scores, with an L2 penalty on all but the biases.</summary>
/// <remarks>Variables: classes biases, then classes rows of features weights.</remarks>
internal sealed class MaximumEntropyObjective(LabelledExamples examples, double l2)
{
    private readonly double[] scores = new double[examples.Classes];

    public int Length => checked(examples.Classes * (examples.Features + 1));

    public double Evaluate(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        int classes = examples.Classes, features = examples.Features;
        gradient.Clear();
        double loss = 0;
        for (int i = 0; i < examples.Count; i++)
        {
            float[] row = examples.Row(i);
            for (int c = 0; c < classes; c++)
            {
                ReadOnlySpan<double> own = variables.Slice(classes + c * features, features);
                double score = variables[c];
                for (int f = 0; f < row.Length; f++) score += own[f] * row[f];
                scores[c] = score;
            }
            int label = examples.Label(i);
            double weight = examples.Weight(i), most = scores.Max(), sum = 0;
            for (int c = 0; c < classes; c++) sum += Math.Exp(scores[c] - most);
            loss += weight * (most + Math.Log(sum) - scores[label]);
            for (int c = 0; c < classes; c++)
            {
                double error = weight * (Math.Exp(scores[c] - most) / sum - (c == label ? 1 : 0));
                gradient[c] += error;
                Span<double> own = gradient.Slice(classes + c * features, features);
                for (int f = 0; f < row.Length; f++) own[f] += error * row[f];
            }
        }
        for (int v = classes; v < variables.Length; v++)
        {
            loss += .5 * l2 * variables[v] * variables[v];
            gradient[v] += l2 * variables[v];
        }
        for (int v = 0; v < gradient.Length; v++) gradient[v] /= examples.TotalWeight;
        return loss / examples.TotalWeight;
    }
}

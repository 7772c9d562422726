using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Counts and losses of a multiclass classifier over scored rows; rows without a label do not count.</summary>
internal static class MulticlassEvaluator
{
    private const double LeastProbability = 1e-15;

    public static MulticlassClassificationMetrics Evaluate(IDataView data, string labelColumn, string scoreColumn, string predictedColumn, int topK)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(topK);
        DataViewSchema.Column label = SchemaFault.Find(data.Schema, "label", labelColumn, "schema");
        DataViewSchema.Column score = SchemaFault.Find(data.Schema, "score", scoreColumn, "schema");
        DataViewSchema.Column predicted = SchemaFault.Find(data.Schema, "predicted label", predictedColumn, "schema");
        if (label.Type is not KeyDataViewType || label.Type.RawType != typeof(uint))
            throw SchemaFault.Mismatch("schema", "label", labelColumn, "Key<UInt32>", label.Type.ToString());
        if (score.Type is not VectorDataViewType { IsKnownSize: true } scores || scores.ItemType != NumberDataViewType.Single)
            throw SchemaFault.Mismatch("schema", "score", scoreColumn, "Vector<Single>", score.Type.ToString());
        if (predicted.Type.RawType != typeof(uint))
            throw SchemaFault.Mismatch("schema", "predicted label", predictedColumn, "Key<UInt32>", predicted.Type.ToString());

        var tally = new Tally(scores.Size);
        using (DataViewRowCursor cursor = data.GetRowCursor([label, score, predicted]))
        {
            ValueGetter<uint> getLabel = cursor.GetGetter<uint>(label), getPredicted = cursor.GetGetter<uint>(predicted);
            ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(score);
            VBuffer<float> buffer = default;
            float[] values = new float[scores.Size];
            while (cursor.MoveNext())
            {
                uint truth = 0, guess = 0;
                getLabel(ref truth);
                if (truth == 0) continue;
                if (truth > scores.Size)
                    throw new InvalidOperationException($"Label column '{labelColumn}' has class {truth - 1}, the classifier knows classes 0 to {scores.Size - 1}.");
                getPredicted(ref guess);
                getScore(ref buffer);
                buffer.CopyTo(values);
                tally.Add((int)truth - 1, (int)guess - 1, values);
            }
        }
        return tally.Metrics(topK, Names(score, label, scores.Size));
    }

    private static string[] Names(DataViewSchema.Column score, DataViewSchema.Column label, int classes)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (score.HasSlotNames()) score.GetSlotNames(ref names);
        else if (label.HasKeyValues(TextDataViewType.Instance)) label.GetKeyValues(ref names);
        return Enumerable.Range(0, classes).Select(c => c < names.Length ? names.GetItemOrDefault(c).ToString() : c.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
    }

    private sealed class Tally(int classes)
    {
        private readonly double[][] counts = Enumerable.Range(0, classes).Select(_ => new double[classes]).ToArray();
        private readonly double[] losses = new double[classes];
        private readonly double[] ranks = new double[classes];
        private double rows;

        public void Add(int truth, int guess, ReadOnlySpan<float> scores)
        {
            rows++;
            if (guess >= 0 && guess < classes) counts[truth][guess]++;
            losses[truth] -= Math.Log(Math.Max(LeastProbability, scores[truth]));
            int rank = 0;
            for (int c = 0; c < classes; c++) if (scores[c] > scores[truth] || (scores[c] == scores[truth] && c < truth)) rank++;
            ranks[rank]++;
        }

        public MulticlassClassificationMetrics Metrics(int topK, string[] names)
        {
            double[] truths = counts.Select(row => row.Sum()).ToArray();
            double correct = counts.Select((row, c) => row[c]).Sum(), logLoss = losses.Sum() / rows;
            double prior = -truths.Where(count => count > 0).Sum(count => count / rows * Math.Log(count / rows));
            double[] recalls = counts.Select((row, c) => (row, c)).Where(pair => truths[pair.c] > 0).Select(pair => pair.row[pair.c] / truths[pair.c]).ToArray();
            double[] within = new double[classes];
            double sum = 0;
            for (int k = 0; k < classes; k++) within[k] = (sum += ranks[k]) / rows;
            return new MulticlassClassificationMetrics(
                correct / rows,
                recalls.Length > 0 ? recalls.Average() : double.NaN,
                logLoss,
                (prior - logLoss) / prior,
                topK,
                topK > 0 ? within : [],
                losses.Select((loss, c) => truths[c] > 0 ? loss / truths[c] : 0).ToArray(),
                new ConfusionMatrix(counts, names));
        }
    }
}

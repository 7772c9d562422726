using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Packages.Tests.MicrosoftML;

/// <remarks>
/// Expected values: proximal gradient descent in double precision, run until no weight moves by more than 1e-13, on the objective
/// (sum of cross-entropies + l2/2 |W|^2 + l1 |W|) / rows with free biases, over the rows of <see cref="Rows"/>.
/// </remarks>
public class MaximumEntropyTests
{
    private readonly MLContext ml = new(seed: 1);

    public static TheoryData<float, float, double, float[][]> Optima => new()
    {
        { 0, 1, 0.516106214099295, [[0.94997f, 0.62833f, 0.17411f, -0.56375f], [-0.52394f, -0.61386f, -1.21445f, -0.09725f], [-0.42603f, -0.01447f, 1.04034f, 0.66101f]] },
        { 1, 1, 0.7392026762429924, [[0.85833f, 0.37163f, 0, -0.49766f], [-0.05038f, -0.39196f, -0.85823f, 0], [0, 0, 0.83304f, 0.41647f]] },
        { 0.5f, 0.1f, 0.5350554441620143, [[1.69626f, 0.81903f, 0, -0.29681f], [-0.0186f, -0.65337f, -1.897f, 0], [0, 0, 0.92957f, 0.96662f]] },
    };

    [Theory]
    [MemberData(nameof(Optima))]
    public void Training_reaches_the_optimum(float l1, float l2, double loss, float[][] weights)
    {
        IDataView data = ml.Data.LoadFromEnumerable(Rows());

        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: l1, l2Regularization: l2, optimizationTolerance: 1e-9f).Fit(data);

        VBuffer<float>[]? found = null;
        model.Model.GetWeights(ref found, out int classes);
        Assert.Equal(3, classes);
        for (int c = 0; c < classes; c++)
            for (int f = 0; f < 4; f++) Assert.Equal(weights[c][f], found![c].GetItemOrDefault(f), .004);
        double logLoss = ml.MulticlassClassification.Evaluate(model.Transform(data)).LogLoss;
        double squares = weights.Sum(row => row.Sum(weight => (double)weight * weight)), sum = weights.Sum(row => row.Sum(weight => (double)Math.Abs(weight)));
        Assert.Equal(loss, logLoss + (l2 / 2 * squares + l1 * sum) / 24, .001);
    }

    [Fact]
    public void A_penalty_on_size_sets_weights_to_exactly_zero()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Rows());

        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 100).Fit(data);

        VBuffer<float>[]? found = null;
        model.Model.GetWeights(ref found, out _);
        Assert.All(found!, row => Assert.All(row.DenseValues(), weight => Assert.Equal(0, weight)));
        // what is left are the biases: every row gets the frequencies of the classes
        float[] scores = model.Transform(data).GetColumn<float[]>("Score").First();
        float[] frequencies = [.. Enumerable.Range(0, 3).Select(key => Rows().Count(row => row.Label == key) / 24f)];
        for (int c = 0; c < 3; c++) Assert.Equal(frequencies[c], scores[c], .001);
    }

    [Fact]
    public void A_weight_of_two_counts_a_row_twice()
    {
        List<Row> twice = Rows().SelectMany(row => row.Weight == 2 ? new[] { row, row } : [row]).ToList();
        var trainer = (string? weights) => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options { ExampleWeightColumnName = weights, L1Regularization = 0, OptimizationTolerance = 1e-9f, Quiet = true });

        var weighted = trainer("Weight").Fit(ml.Data.LoadFromEnumerable(Rows()));
        var repeated = trainer(null).Fit(ml.Data.LoadFromEnumerable(twice));

        VBuffer<float>[]? first = null, second = null;
        weighted.Model.GetWeights(ref first, out _);
        repeated.Model.GetWeights(ref second, out _);
        for (int c = 0; c < 3; c++)
            for (int f = 0; f < 4; f++) Assert.Equal(second![c].GetItemOrDefault(f), first![c].GetItemOrDefault(f), .004);
    }

    [Fact]
    public void Rows_without_a_label_or_with_a_missing_feature_are_left_out()
    {
        List<Row> rows = Rows();
        var clean = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(ml.Data.LoadFromEnumerable(rows));
        rows.Add(new Row { Label = 3, Features = [1, 2, 3, 4] });
        rows.Add(new Row { Label = 0, Features = [float.NaN, 2, 3, 4] });

        var dirty = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(ml.Data.LoadFromEnumerable(rows));

        Assert.Equal(clean.Model.GetBiases(), dirty.Model.GetBiases());
    }

    [Fact]
    public void Scores_are_probabilities_named_after_the_labels()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 30));
        var model = ml.Transforms.Concatenate("Features", "X", "Y").Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Fit(data);

        IDataView scored = model.Transform(data);

        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        Assert.Equal(["north", "east", "west"], names.DenseValues().Select(name => name.ToString()));
        Assert.All(scored.GetColumn<float[]>("Score"), scores => Assert.Equal(1, scores.Sum(), 1e-5));
        Assert.Equal("Vector<Single, 3>", scored.Schema["Score"].Type.ToString());
        Assert.Equal("Key<UInt32, 0-2>", scored.Schema["PredictedLabel"].Type.ToString());
    }

    [Fact]
    public void Label_and_scores_of_a_row_compute_its_features_once()
    {
        int computed = 0;
        IDataView data = ml.Data.LoadFromEnumerable(Rows());
        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(data);
        var counted = ml.Transforms.CustomMapping<Row, Counted>((row, output) =>
        {
            Interlocked.Increment(ref computed);
            output.Features = row.Features;
        }, null).Fit(data).Transform(data);

        ml.MulticlassClassification.Evaluate(model.Transform(counted));

        Assert.Equal(24, computed);
    }

    internal static List<Row> Rows() => Enumerable.Range(0, 24).Select(i => new Row
    {
        Label = (uint)(i % 8 != 0 ? i % 3 : (i + 1) % 3),
        Features = [.. Enumerable.Range(0, 4).Select(f => (float)(Math.Sin(i * 1.7 + f * 2.3) + .8 * Math.Cos(f + 2 * (i % 3))))],
        Weight = 1 + i % 2,
    }).ToList();

    internal sealed class Row
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public float Weight { get; set; } = 1;
    }

    private sealed class Counted
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }
}

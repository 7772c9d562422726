using Microsoft.ML;
using Microsoft.ML.Data;

namespace Packages.Tests.MicrosoftML;

public class MulticlassEvaluationTests
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void Metrics_follow_from_counts_and_probabilities()
    {
        Scored[] rows =
        [
            new() { Label = 0, PredictedLabel = 0, Score = [.7f, .2f, .1f] },
            new() { Label = 0, PredictedLabel = 1, Score = [.4f, .5f, .1f] },
            new() { Label = 1, PredictedLabel = 1, Score = [.1f, .8f, .1f] },
            new() { Label = 1, PredictedLabel = 2, Score = [.3f, .1f, .6f] },
            new() { Label = 3, PredictedLabel = 2, Score = [.3f, .1f, .6f] },
        ];

        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(ml.Data.LoadFromEnumerable(rows), topKPredictionCount: 2);

        Assert.Equal(.5, metrics.MicroAccuracy, 1e-9);
        Assert.Equal(.5, metrics.MacroAccuracy, 1e-9);
        double logLoss = -(Math.Log(.7) + Math.Log(.4) + Math.Log(.8) + Math.Log(.1)) / 4;
        Assert.Equal(logLoss, metrics.LogLoss, 1e-6);
        Assert.Equal(1 - logLoss / Math.Log(2), metrics.LogLossReduction, 1e-6);
        Assert.Equal(.75, metrics.TopKAccuracy, 1e-9);
        Assert.Equal(1, metrics.ConfusionMatrix.GetCountForClassPair(predictedClassIndicatorIndex: 2, actualClassIndicatorIndex: 1));
        Assert.Equal([.5, .5, 0], metrics.ConfusionMatrix.PerClassRecall);
        Assert.Equal([1, .5, 0], metrics.ConfusionMatrix.PerClassPrecision);
    }

    [Fact]
    public void A_label_that_is_no_key_is_refused()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Unkeyed() });

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => ml.MulticlassClassification.Evaluate(data));

        Assert.Contains("label column 'Label'", fault.Message);
    }

    private sealed class Scored
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [KeyType(3)]
        public uint PredictedLabel { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }

    private sealed class Unkeyed
    {
        public string Label { get; set; } = "a";

        [KeyType(3)]
        public uint PredictedLabel { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [0, 0, 0];
    }
}

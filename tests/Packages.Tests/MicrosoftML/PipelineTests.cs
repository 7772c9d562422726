using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Packages.Tests.MicrosoftML;

public class PipelineTests
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void A_pipeline_learns_to_tell_classes_apart()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 90));
        var pipeline = ml.Transforms.CustomMapping<Point, Features>((point, features) => features.Values = [point.X, point.Y, point.X * point.Y], null)
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Values"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));

        TransformerChain<Microsoft.ML.Transforms.KeyToValueMappingTransformer> model = pipeline.Fit(data);
        IDataView scored = model.Transform(data);
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(scored);

        Assert.Equal(1, metrics.MicroAccuracy);
        Assert.Equal(1, metrics.MacroAccuracy);
        Assert.InRange(metrics.LogLoss, 0, .5);
        Assert.Equal(data.GetColumn<string>("Label"), scored.GetColumn<string>("Name"));
    }

    [Fact]
    public void Fit_refuses_a_later_estimators_missing_column_before_anything_runs()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 6));
        int mapped = 0;
        var pipeline = ml.Transforms.CustomMapping<Point, Features>((_, _) => mapped++, null)
            .AppendCacheCheckpoint(ml)
            .Append(ml.Transforms.Conversion.MapValueToKey("Klass"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Klass", "Values"));

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Fit(data));

        Assert.Contains("Could not find input column 'Klass'", fault.Message);
        Assert.Equal("inputSchema", fault.ParamName);
        Assert.Equal(0, mapped);
    }

    [Fact]
    public void Fit_refuses_a_label_that_is_no_key()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 6));
        var pipeline = ml.Transforms.Concatenate("Features", "X", "Y").Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Fit(data));

        Assert.Contains("Schema mismatch for label column 'Label': expected Key<UInt32>, got String", fault.Message);
    }

    [Fact]
    public void Transform_refuses_a_feature_vector_of_another_size()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 30));
        var model = ml.Transforms.Concatenate("Features", "X", "Y")
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Fit(data);
        IDataView other = ml.Transforms.Concatenate("Features", "X", "Y", "X").Fit(data).Transform(data);

        var fault = Assert.Throws<InvalidOperationException>(() => model.LastTransformer.Transform(other));

        Assert.Contains("Incompatible features column type: 'Vector<Single, 3>' vs 'Vector<Single, 2>'", fault.Message);
    }

    [Fact]
    public void A_cache_checkpoint_maps_each_row_once()
    {
        int mapped = 0;
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 30));
        var mapping = ml.Transforms.CustomMapping<Point, Features>((point, features) =>
        {
            Interlocked.Increment(ref mapped);
            features.Values = [point.X, point.Y, 0];
        }, null);
        var rest = ml.Transforms.Conversion.MapValueToKey("Label").Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Values"));

        mapping.AppendCacheCheckpoint(ml).Append(rest).Fit(data);

        Assert.Equal(30, mapped);
    }

    [Fact]
    public void WithOnFitDelegate_shows_the_fitted_transformer()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 30));
        ITransformer? seen = null;

        var model = ml.Transforms.Conversion.MapValueToKey("Label").WithOnFitDelegate(fitted => seen = fitted).Append(ml.Transforms.CopyColumns("Z", "X")).Fit(data);

        Assert.Same(model.First(), seen);
    }

    [Fact]
    public void Cross_validation_tests_every_row_once()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 60));
        IDataView keyed = ml.Transforms.Conversion.MapValueToKey("Label").Append(ml.Transforms.Concatenate("Features", "X", "Y")).Fit(data).Transform(data);

        var folds = ml.MulticlassClassification.CrossValidate(keyed, ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(), numberOfFolds: 3);

        Assert.Equal([0, 1, 2], folds.Select(fold => fold.Fold));
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, .9, 1));
        Assert.Equal(data.GetColumn<float>("X").Order(), folds.SelectMany(fold => fold.ScoredHoldOutSet.GetColumn<float>("X")).Order());
    }

    [Fact]
    public void Training_tells_the_log_of_its_iterations()
    {
        var lines = new List<LoggingEventArgs>();
        ml.Log += (_, line) => lines.Add(line);
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 30));

        ml.Transforms.Concatenate("Features", "X", "Y").Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Fit(data);

        Assert.Contains(lines, line => line.Source == "LbfgsTrainerBase; Training" && line.Kind == ChannelMessageKind.Info);
    }

    [Fact]
    public void A_hosts_channel_reaches_the_log()
    {
        var lines = new List<LoggingEventArgs>();
        ml.Log += (_, line) => lines.Add(line);
        IHost host = ((IHostEnvironment)ml).Register("Mine");

        using (IChannel channel = host.Start("Part")) channel.Info(MessageSensitivity.None, "epoch {0} of {1}", 2, 3);

        LoggingEventArgs heard = Assert.Single(lines, line => line.Kind == ChannelMessageKind.Info);
        Assert.Equal("epoch 2 of 3", heard.RawMessage);
        Assert.Equal("Mine; Part", heard.Source);
        Assert.Equal("[Source=Mine; Part, Kind=Info] epoch 2 of 3", heard.Message);
    }

    [Fact]
    public void A_channel_traces_its_own_life()
    {
        var lines = new List<LoggingEventArgs>();
        ml.Log += (_, line) => lines.Add(line);
        IHost host = ((IHostEnvironment)ml).Register("Mine");

        host.Start("Part").Dispose();

        Assert.All(lines, line => Assert.Equal(("Mine; Part", ChannelMessageKind.Trace), (line.Source, line.Kind)));
        Assert.Collection(lines.Select(line => line.RawMessage),
            message => Assert.StartsWith("Channel started", message),
            message => Assert.StartsWith("Channel finished. Elapsed ", message),
            message => Assert.StartsWith("Channel disposed", message));
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace Packages.Tests.MicrosoftML;

public class PredictionEngineTests
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void An_engine_predicts_what_transform_gives()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(30));
        var model = ml.Transforms.Concatenate("Features", "X", "Y").Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        using PredictionEngine<Point, Prediction> engine = ml.Model.CreatePredictionEngine<Point, Prediction>(model);

        foreach ((Point point, float[] scores) in Points.Clusters(30).Zip(model.Transform(data).GetColumn<float[]>("Score")))
        {
            Prediction prediction = engine.Predict(point);
            Assert.Equal(point.Label, prediction.PredictedLabel);
            Assert.Equal(scores, prediction.Score);
        }
    }

    [Fact]
    public void Disposing_an_engine_disposes_its_transformer_unless_told_otherwise()
    {
        var kept = new Disposable(ml);
        var lost = new Disposable(ml);

        ml.Model.CreatePredictionEngine<Point, Copied>(kept, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        ml.Model.CreatePredictionEngine<Point, Copied>(lost).Dispose();

        Assert.False(kept.Disposed);
        Assert.True(lost.Disposed);
    }

    [Fact]
    public void A_chain_disposes_what_it_holds()
    {
        var held = new Disposable(ml);

        new TransformerChain<ITransformer>(held).Dispose();

        Assert.True(held.Disposed);
    }

    [Fact]
    public void A_column_that_the_output_lacks_is_refused_when_asked_for_strictly()
    {
        var transformer = ml.Transforms.CopyColumns("Z", "X").Fit(ml.Data.LoadFromEnumerable(Points.Clusters(1)));

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => ml.Model.CreatePredictionEngine<Point, Prediction>(transformer, ignoreMissingColumns: false));

        Assert.Contains("Could not find  column 'PredictedLabel'", fault.Message);
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }

    private sealed class Copied
    {
        public float Z { get; set; }
    }

    private sealed class Disposable(MLContext ml) : ITransformer, IDisposable
    {
        private readonly ITransformer inner = ml.Transforms.CopyColumns("Z", "X").Fit(ml.Data.LoadFromEnumerable(Points.Clusters(1)));

        public bool Disposed { get; private set; }

        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => inner.Transform(input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

        public void Save(ModelSaveContext ctx) => inner.Save(ctx);

        public void Dispose() => Disposed = true;
    }
}

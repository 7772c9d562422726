using Cacl.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class EvaluateTests
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void Retrieval_counts_queries_whose_label_is_among_the_nearest()
    {
        RetrievalMetrics metrics = ml.Video().Evaluate.Retrieval(Data(Gallery), Data(Queries), k: [1, 2]);

        Assert.Equal(.5, metrics.RecallAt[1]);
        Assert.Equal(1, metrics.RecallAt[2]);
        Assert.Equal(2, metrics.Queries);
    }

    [Fact]
    public void Nearest_neighbours_vote_on_the_label()
    {
        NearestNeighbourMetrics metrics = ml.Video().Evaluate.NearestNeighbours(Data(Gallery), Data(Queries));

        Assert.Equal(.5, metrics.Accuracy);
        Assert.Equal(1, metrics.PerLabel["a"]);
        Assert.Equal(0, metrics.PerLabel["b"]);
    }

    [Fact]
    public void Linear_probe_tells_labels_by_the_side_of_a_plane()
    {
        Row[] train = [new("a", 1, 0), new("a", 2, 1), new("b", 0, 1), new("b", 1, 2)];

        ClassificationMetrics metrics = ml.Video().Evaluate.LinearProbe(Data(train), Data([new("a", 3, 2), new("b", 3, 4), new("a", 3, 5)]));

        Assert.Equal(2 / 3.0, metrics.Accuracy, 1e-12);
        Assert.Equal(.5, metrics.PerLabel["a"]);
        Assert.Equal(1, metrics.PerLabel["b"]);
        var fault = Assert.Throws<ArgumentException>(() => ml.Video().Evaluate.LinearProbe(Data(train), Data(train), l2: -1));
        Assert.StartsWith("LinearProbeOptions: L2 is -1;", fault.Message);
    }

    [Fact]
    public void Keys_count_as_the_texts_that_they_stand_for()
    {
        IDataView gallery = Data(Gallery), queries = Data(Queries);
        // the same letters get other numbers in either set
        IDataView keyedGallery = ml.Transforms.Conversion.MapValueToKey("Label").Fit(gallery).Transform(gallery);
        IDataView reversed = Data([.. Queries.Reverse()]);
        IDataView keyedQueries = ml.Transforms.Conversion.MapValueToKey("Label").Fit(reversed).Transform(queries);

        Assert.Equal(
            ml.Video().Evaluate.NearestNeighbours(gallery, queries).PerLabel,
            ml.Video().Evaluate.NearestNeighbours(keyedGallery, keyedQueries).PerLabel);
    }

    [Fact]
    public void A_label_of_another_type_is_named()
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => ml.Video().Evaluate.Retrieval(Data(Gallery), Data(Queries), labelColumnName: "Features"));

        Assert.StartsWith("Column 'Features' is Vector<Single, 2>; expected text, or keys of text.", fault.Message);
    }

    [Fact]
    public void Features_that_are_missing_are_named()
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => ml.Video().Evaluate.NearestNeighbours(Data(Gallery), Data(Queries), featureColumnName: "Vectors"));

        Assert.StartsWith("Column 'Vectors' is missing; expected a vector of Single. There are: Label, Features.", fault.Message);
    }

    private static Row[] Gallery => [new("a", 1, 0), new("b", 0, 1), new("a", -1, 0)];

    // nearest the first "a"; and nearest the "a" at 1, 0 before the "b"
    private static Row[] Queries => [new("a", 1, .1f), new("b", .8f, .6f)];

    private IDataView Data(Row[] rows) => ml.Data.LoadFromEnumerable(rows);

    private sealed class Row(string label, float x, float y)
    {
        public string Label { get; set; } = label;

        [VectorType(2)]
        public float[] Features { get; set; } = [x, y];
    }
}

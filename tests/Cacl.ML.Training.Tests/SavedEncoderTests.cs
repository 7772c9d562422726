using Cacl.Clips;
using Cacl.Learning;
using LoadedModel;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

/// <summary>Trained components in models that a fresh process loads, which has no TorchSharp.</summary>
public sealed class SavedEncoderTests(TrainedSet set) : IClassFixture<TrainedSet>, IDisposable
{
    private readonly MLContext ml = set.Ml;
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-saved-").FullName;

    private string Model => Path.Join(folder, "model.zip");

    private string Encoder => Path.Join(folder, "encoder.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_trained_component_is_loaded_as_its_exported_encoder()
    {
        string[] videos = [.. set.Good.GetColumn<string>("VideoPath")];
        ml.Model.Save(set.Transformer, set.Good.Schema, Model);
        set.Transformer.Training.Encoder.SaveOnnx(Encoder);
        using EmbedTransformer exported = ml.Video().Transforms.Embed("Features", "VideoPath", Encoder).Fit(set.Good);

        (int exitCode, string[] lines) = FreshProcess.Load(Model, videos);

        Assert.True(exitCode == 0, string.Join(Environment.NewLine, lines));
        Assert.Equal(ModelValues.Of(ml, exported, videos), lines);
    }

    [Fact]
    public void Loaded_vectors_are_the_trained_ones_to_a_ten_thousandth()
    {
        ml.Model.Save(set.Transformer, set.Good.Schema, Model);
        ITransformer loaded = new MLContext().Model.Load(Model, out _);
        using var owned = (IDisposable)loaded;

        float[][] expected = [.. set.Transformer.Transform(set.Good).GetColumn<float[]>("Features")], found = [.. loaded.Transform(set.Good).GetColumn<float[]>("Features")];

        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.All(pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 1e-4)));
    }

    [Fact]
    public void A_part_of_each_video_and_flagged_faults_go_along()
    {
        VideoEmbeddingTransformer model = set.Transformer.WithSegment(new VideoSegment(0, .6)).WithFaultyVideos(VideoFaultPolicy.Flag, "Why");
        ml.Model.Save(model, set.Rows.Schema, Model);
        ITransformer loaded = new MLContext().Model.Load(Model, out _);
        using var owned = (IDisposable)loaded;

        IDataView expected = model.Transform(set.Rows), found = loaded.Transform(set.Rows);

        Assert.Equal(expected.GetColumn<string>("Why"), found.GetColumn<string>("Why"));
        Assert.All(
            expected.GetColumn<float[]>("Features").Zip(found.GetColumn<float[]>("Features")),
            pair => Assert.All(pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 1e-4)));
    }

    [Fact]
    public void A_classifier_on_trained_vectors_is_loaded_whole()
    {
        string[] videos = [.. set.Good.GetColumn<string>("VideoPath")];
        IDataView embedded = set.Transformer.Transform(set.Good);
        ITransformer classifier = ml.Transforms.Conversion.MapValueToKey("Class", "Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"))
            .Fit(embedded);
        ml.Model.Save(new TransformerChain<ITransformer>(set.Transformer, classifier), set.Good.Schema, Model);
        ITransformer loaded = new MLContext().Model.Load(Model, out _);
        using var owned = (IDisposable)loaded;

        (int exitCode, string[] lines) = FreshProcess.Load(Model, videos);

        Assert.True(exitCode == 0, string.Join(Environment.NewLine, lines));
        Assert.Equal(ModelValues.Of(ml, loaded, videos), lines);
        Assert.Equal(classifier.Transform(embedded).GetColumn<string>("Name"), loaded.Transform(set.Good).GetColumn<string>("Name"));
    }
}

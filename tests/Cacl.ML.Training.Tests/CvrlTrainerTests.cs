using Cacl.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class CvrlTrainerTests(TrainedSet trained) : IClassFixture<TrainedSet>
{
    private static readonly CvrlOptions Options = CvrlOptions.Small with
    {
        Clips = VideoSet.Clips, Encoder = QuickOptions.Cacl.Encoder, HeadWidth = 16, EmbeddingLength = 8, BatchSize = 5, Steps = 2, WarmupSteps = 1, EmbedClips = 2,
    };

    [Fact]
    public void Options_train_an_encoder_whose_features_fill_the_column()
    {
        using VideoEmbeddingTransformer transformer = trained.Ml.Video().Trainers.Cvrl("Features", "VideoPath", Options).Fit(trained.Good);

        IDataView embedded = transformer.Transform(trained.Good);
        Assert.Equal(transformer.Training.Encoder.Embed(embedded.GetColumn<string>("VideoPath").First()), embedded.GetColumn<float[]>("Features").First());
        Assert.Equal(["cvrl", "cvrl"], transformer.Training.History.Select(step => step.Stage));
        Assert.IsType<CvrlOptions>(transformer.Training.Options);
    }

    [Fact]
    public void Saving_an_encoder_that_was_disposed_says_what_became_of_the_file()
    {
        VideoEmbeddingTransformer transformer = trained.Ml.Video().Trainers.Cvrl("Features", "VideoPath", Options with { Steps = 0 }).Fit(trained.Good);
        transformer.Dispose();

        Assert.Equal(
            "The encoder of the column 'Features' was disposed before its model was saved, and ML.NET has emptied the file that was to hold it: save a model before its components are disposed.",
            Assert.Throws<ObjectDisposedException>(() => trained.Ml.Model.Save(transformer, trained.Good.Schema, new MemoryStream())).Message);
    }

    [Fact]
    public void Parameters_take_the_small_preset_with_epochs_batch_and_seed()
    {
        VideoEncoderEstimator estimator = trained.Ml.Video().Trainers.Cvrl("Features", "VideoPath", epochs: 3, batchSize: 4, seed: 9);

        Assert.Equal(CvrlOptions.Small with { Epochs = 3, Steps = null, BatchSize = 4, Seed = 9 }, estimator.Options);
        Assert.Equal(CvrlOptions.Small, trained.Ml.Video().Trainers.Cvrl("Features", "VideoPath").Options);
        Assert.Equal(CaclOptions.Small with { Epochs = 3, Steps = null, BatchSize = 4, Seed = 9 }, trained.Ml.Video().Trainers.Cacl("Features", epochs: 3, batchSize: 4, seed: 9).Options);
    }

    [Fact]
    public void Ready_clips_of_another_length_or_for_distant_views_are_refused_by_column()
    {
        IDataView clips = trained.Ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips with { Frames = 3 } }).Fit(trained.Good).Transform(trained.Good);

        var fault = Assert.Throws<InvalidDataException>(() => trained.Ml.Video().Trainers.Cvrl("Features", "Clip", Options with { ClipIntervals = null }).Fit(clips));

        Assert.Equal($"Column 'Clip' has clips of 3 frames; by its options this training takes clips of {VideoSet.Clips.Frames}.", fault.Message);
        VideoEncoderEstimator distant = trained.Ml.Video().Trainers.Cvrl("Features", "Clip", Options);
        const string OneClip = "ClipIntervals is Decreasing; ready clips hold one clip of each video. Train on files, or set it to null.";
        Assert.Equal(OneClip, Assert.Throws<NotSupportedException>(() => distant.Fit(clips)).Message);
        Assert.Equal(OneClip, Assert.Throws<NotSupportedException>(() => new NeverFitted().Append(distant).Fit(clips)).Message);
    }
}

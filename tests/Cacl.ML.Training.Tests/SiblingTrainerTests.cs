using Cacl.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class SiblingTrainerTests(TrainedSet trained) : IClassFixture<TrainedSet>
{
    private static readonly FrameMeanArchitecture FrameMean = new() { Frames = new FrameArchitecture { Channels = [8, 16], Blocks = [1, 1] } };

    private static readonly Dictionary<string, (PretrainingOptions Small, PretrainingOptions Quick)> Methods = new()
    {
        ["cycle-contrast"] = (CycleContrastOptions.Small, CycleContrastOptions.Small with { Clips = VideoSet.Clips, Encoder = FrameMean, QueueSize = 16, CycleQueueSize = 20, BatchSize = 5, Steps = 2 }),
        ["vcop"] = (VcopOptions.Small, VcopOptions.Small with { Clips = VideoSet.Clips with { Frames = 3 }, Encoder = QuickOptions.Cacl.Encoder, Gap = 1, BatchSize = 5, Steps = 2 }),
        ["playback-rate"] = (PlaybackRateOptions.Small, PlaybackRateOptions.Small with { Clips = VideoSet.Clips with { Frames = 3 }, Encoder = QuickOptions.Cacl.Encoder, BatchSize = 5, Steps = 2 }),
        ["shuffle-and-learn"] = (ShuffleAndLearnOptions.Small, ShuffleAndLearnOptions.Small with { Clips = VideoSet.Clips, Encoder = FrameMean, BatchSize = 5, Steps = 2 }),
        ["opn"] = (OpnOptions.Small, OpnOptions.Small with { Clips = VideoSet.Clips, Encoder = FrameMean, BatchSize = 5, Steps = 2 }),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_train_an_encoder_whose_features_fill_the_column(string method)
    {
        PretrainingOptions options = Methods[method].Quick;
        using VideoEmbeddingTransformer transformer = Estimator(options).Fit(trained.Good);

        IDataView embedded = transformer.Transform(trained.Good);

        Assert.Equal(transformer.Training.Encoder.Embed(embedded.GetColumn<string>("VideoPath").First()), embedded.GetColumn<float[]>("Features").First());
        Assert.Equal([method, method], transformer.Training.History.Select(step => step.Stage));
        Assert.Equal(options.GetType(), transformer.Training.Options.GetType());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_take_the_small_preset_with_epochs_batch_and_seed(string method)
    {
        PretrainingOptions small = Methods[method].Small;

        Assert.Equal(small with { Epochs = 3, Steps = null, BatchSize = 4, Seed = 9 }, Preset(small, epochs: 3, batchSize: 4, seed: 9).Options);
    }

    [Fact]
    public void Columns_alone_take_the_small_preset_as_it_is()
    {
        VideoTrainersCatalog trainers = trained.Ml.Video().Trainers;

        Assert.Equal(CycleContrastOptions.Small, trainers.CycleContrast("Features").Options);
        Assert.Equal(VcopOptions.Small, trainers.Vcop("Features").Options);
        Assert.Equal(PlaybackRateOptions.Small, trainers.PlaybackRate("Features").Options);
        Assert.Equal(ShuffleAndLearnOptions.Small, trainers.ShuffleAndLearn("Features").Options);
        Assert.Equal(OpnOptions.Small, trainers.Opn("Features").Options);
    }

    [Fact]
    public void Frame_tasks_learn_from_ready_clips_and_embed_them()
    {
        IDataView clips = trained.Ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips }).Fit(trained.Good).Transform(trained.Good);

        using VideoEmbeddingTransformer transformer = trained.Ml.Video().Trainers.Opn("Features", "Clip", (OpnOptions)Methods["opn"].Quick).Fit(clips);

        Assert.All(transformer.Transform(clips).GetColumn<float[]>("Features"), features => Assert.Equal(16, features.Length));
    }

    [Theory]
    [InlineData("vcop", 11)]
    [InlineData("playback-rate", 9)]
    public void Tasks_that_learn_from_longer_clips_than_they_embed_refuse_a_column_of_clips(string method, int frames)
    {
        IDataView clips = trained.Ml.Video().Transforms.LoadClip("VideoPath", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips with { Frames = frames } }).Fit(trained.Good).Transform(trained.Good);
        VideoEncoderEstimator estimator = Estimator(Methods[method].Quick);
        string expected = $"expected text (paths of videos), for clips of {frames} frames are learned from and those of 3 embedded.";

        Assert.EndsWith(expected, Assert.Throws<ArgumentException>(() => estimator.Fit(clips)).Message);
        Assert.EndsWith(expected, Assert.Throws<ArgumentException>(() => new NeverFitted().Append(estimator).Fit(clips)).Message);
    }

    private VideoEncoderEstimator Estimator(PretrainingOptions options)
    {
        VideoTrainersCatalog trainers = trained.Ml.Video().Trainers;
        return options switch
        {
            CycleContrastOptions cycleContrast => trainers.CycleContrast("Features", "VideoPath", cycleContrast),
            VcopOptions vcop => trainers.Vcop("Features", "VideoPath", vcop),
            PlaybackRateOptions playbackRate => trainers.PlaybackRate("Features", "VideoPath", playbackRate),
            ShuffleAndLearnOptions shuffleAndLearn => trainers.ShuffleAndLearn("Features", "VideoPath", shuffleAndLearn),
            OpnOptions opn => trainers.Opn("Features", "VideoPath", opn),
            _ => throw new ArgumentException(options.GetType().Name),
        };
    }

    private VideoEncoderEstimator Preset(PretrainingOptions small, int? epochs, int batchSize, int seed)
    {
        VideoTrainersCatalog trainers = trained.Ml.Video().Trainers;
        return small switch
        {
            CycleContrastOptions => trainers.CycleContrast("Features", "VideoPath", epochs, batchSize, seed),
            VcopOptions => trainers.Vcop("Features", "VideoPath", epochs, batchSize, seed),
            PlaybackRateOptions => trainers.PlaybackRate("Features", "VideoPath", epochs, batchSize, seed),
            ShuffleAndLearnOptions => trainers.ShuffleAndLearn("Features", "VideoPath", epochs, batchSize, seed),
            OpnOptions => trainers.Opn("Features", "VideoPath", epochs, batchSize, seed),
            _ => throw new ArgumentException(small.GetType().Name),
        };
    }
}

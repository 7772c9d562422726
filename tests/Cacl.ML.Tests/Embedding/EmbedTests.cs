using Cacl.Clips;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class EmbedTests(VideoSet set) : IClassFixture<VideoSet>
{
    private readonly MLContext ml = new(seed: 1);

    private IDataView Videos => ml.Video().LoadFromFolder(set.Folder);

    [Fact]
    public void A_video_becomes_the_mean_of_its_clips_as_the_file_says_to_take_them()
    {
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path).Fit(Videos);

        IDataView embedded = transformer.Transform(Videos);

        Assert.Equal("Vector<Single, 8>", embedded.Schema["Features"].Type.ToString());
        Assert.Equal(["VideoPath", "Label", "Features"], embedded.Schema.Select(column => column.Name));
        Row[] rows = Rows(embedded);
        Assert.Equal(10, rows.Length);
        Assert.All(rows, row => EncoderFile.AssertClose(EncoderFile.Features(row.VideoPath), row.Features));
        Assert.NotEqual(rows[0].Features, rows[9].Features);
    }

    [Fact]
    public void The_number_of_clips_can_be_chosen()
    {
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, clips: 1).Fit(Videos);

        Row first = Rows(transformer.Transform(Videos))[0];

        EncoderFile.AssertClose(EncoderFile.Features(first.VideoPath, clips: 1), first.Features);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 2)]
    [InlineData(2, 7)]
    public void Batches_of_any_size_give_each_row_its_own_vector(int clips, int batchSize)
    {
        var options = new EmbedOptions { Featurizer = new VideoFeaturizerOptions { ClipCount = clips, BatchSize = batchSize } };
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, options).Fit(Videos);

        Assert.All(Rows(transformer.Transform(Videos)), row => EncoderFile.AssertClose(EncoderFile.Features(row.VideoPath, clips), row.Features));
    }

    [Fact]
    public void Ready_clips_are_cropped_to_their_centre()
    {
        var wide = new LoadClipOptions { Clips = VideoSet.Clips with { FixedSize = new FrameSize(24, 20) }, Selection = new ClipSelection { Crop = CropPlacement.Whole } };
        var pipeline = ml.Video().Transforms.LoadClip("Clip", "VideoPath", wide).Append(ml.Video().Transforms.Embed("Features", "Clip", EncoderFile.Path));

        Row first = Rows(pipeline.Fit(Videos).Transform(Videos))[0];

        EncoderFile.AssertClose(EncoderFile.Features(ClipReader.ReadUniform(first.VideoPath, VideoSet.Clips with { FixedSize = new FrameSize(24, 20) }, 1)), first.Features);
    }

    [Fact]
    public void A_column_of_several_clips_becomes_their_mean()
    {
        var several = new LoadClipOptions { Clips = VideoSet.Clips, Selection = new ClipSelection { Count = 2 } };
        var pipeline = ml.Video().Transforms.LoadClip("Clip", "VideoPath", several).Append(ml.Video().Transforms.Embed("Features", "Clip", EncoderFile.Path));

        Row first = Rows(pipeline.Fit(Videos).Transform(Videos))[0];

        EncoderFile.AssertClose(EncoderFile.Features(first.VideoPath, clips: 2), first.Features);
    }

    [Fact]
    public void A_column_of_any_number_of_clips_becomes_their_mean_and_no_clip_zeros()
    {
        string garbage = set.Add("any-number.bin", [1, 2, 3]);
        IDataView videos = Listed([Sound(0), garbage]);
        var dense = new LoadClipOptions { Clips = VideoSet.Clips, Selection = new ClipSelection { Placement = ClipPlacement.Dense, Stride = 3 }, FaultyVideos = VideoFaultPolicy.Flag };
        var pipeline = ml.Video().Transforms.LoadClip("Clip", "VideoPath", dense).Append(ml.Video().Transforms.Embed("Features", "Clip", EncoderFile.Path));

        Row[] rows = Rows(pipeline.Fit(videos).Transform(videos));

        EncoderFile.AssertClose(EncoderFile.Features(rows[0].VideoPath, clips: 3), rows[0].Features);   // 12 frames: clips of 6 start at 0, 3 and 6
        Assert.Equal(new float[8], rows[1].Features);
    }

    [Fact]
    public void Files_in_memory_are_embedded_and_leave_no_file_behind()
    {
        string folder = Directory.CreateTempSubdirectory("cacl-embed-").FullName;
        try
        {
            FileContent[] contents = [.. Videos.GetColumn<string>("VideoPath").Select(path => new FileContent { Bytes = File.ReadAllBytes(path) })];
            IDataView rows = ml.Data.LoadFromEnumerable(contents);
            var options = new EmbedOptions { Featurizer = new VideoFeaturizerOptions { TemporaryFolder = folder } };
            using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "Bytes", EncoderFile.Path, options).Fit(rows);

            float[][] features = transformer.Transform(rows).GetColumn<float[]>("Features").ToArray();

            foreach ((string path, float[] vector) in Videos.GetColumn<string>("VideoPath").Zip(features))
                EncoderFile.AssertClose(EncoderFile.Features(path), vector);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void An_encoder_of_another_program_embeds_videos_once_it_is_told_how_to_take_clips()
    {
        var options = new EmbedOptions { Featurizer = new VideoFeaturizerOptions { Clips = VideoSet.Clips, ClipCount = 2 } };
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Foreign, options).Fit(Videos);

        Row first = Rows(transformer.Transform(Videos))[0];

        EncoderFile.AssertClose([.. EncoderFile.Features(first.VideoPath, clips: 2).Select(value => value / 255)], first.Features, tolerance: 1e-4);
    }

    [Fact]
    public void An_encoder_of_another_program_embeds_ready_clips_as_it_is()
    {
        var pipeline = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips }).Append(ml.Video().Transforms.Embed("Features", "Clip", EncoderFile.Foreign));

        Row first = Rows(pipeline.Fit(Videos).Transform(Videos))[0];

        EncoderFile.AssertClose([.. EncoderFile.Features(first.VideoPath, clips: 1).Select(value => value / 255)], first.Features, tolerance: 1e-4);
    }

    [Fact]
    public void A_prediction_engine_answers_for_one_video_at_a_time()
    {
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path).Fit(Videos);
        using PredictionEngine<VideoRow, Row> engine = ml.Model.CreatePredictionEngine<VideoRow, Row>(transformer);

        foreach (string path in new[] { Sound(3), Sound(1), Sound(1) })
        {
            Row answer = engine.Predict(new VideoRow { VideoPath = path });

            Assert.Equal(path, answer.VideoPath);
            EncoderFile.AssertClose(EncoderFile.Features(path), answer.Features);
        }
    }

    [Fact]
    public void A_prediction_engine_answers_for_an_upload()
    {
        IDataView none = ml.Data.LoadFromEnumerable(Array.Empty<FileContent>());
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "Bytes", EncoderFile.Path, faultyVideos: VideoFaultPolicy.Flag).Fit(none);
        using PredictionEngine<FileContent, Answer> engine = ml.Model.CreatePredictionEngine<FileContent, Answer>(transformer);

        Answer good = engine.Predict(new FileContent { Bytes = File.ReadAllBytes(Sound(2)) });
        Answer bad = engine.Predict(new FileContent { Bytes = [1, 2, 3] });

        EncoderFile.AssertClose(EncoderFile.Features(Sound(2)), good.Features);
        Assert.Equal("", good.FeaturesFault);
        Assert.Equal(new float[8], bad.Features);
        Assert.StartsWith("NotAVideo: ", bad.FeaturesFault);
    }

    [Fact]
    public void Vectors_are_features_of_any_trainer()
    {
        // Two videos, again and again: a trainer tells them apart if each row has its own vector and label.
        IDataView videos = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 12).Select(i => new VideoRow { VideoPath = Sound(i % 3 == 0 ? 4 : 0), Label = i % 3 == 0 ? "bright" : "dark" }).ToArray());
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path))
            .Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l2Regularization: 1e-3f))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

        IDataView predicted = pipeline.Fit(videos).Transform(videos);

        Assert.Equal(videos.GetColumn<string>("Label"), predicted.GetColumn<string>("PredictedLabel"));
    }

    [Fact]
    public void Components_of_one_estimator_are_disposed_of_apart()
    {
        EmbedEstimator estimator = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path);
        using EmbedTransformer kept = estimator.Fit(Videos);
        EmbedTransformer gone = estimator.Fit(Videos);
        gone.Dispose();

        Assert.Equal(10, Rows(kept.Transform(Videos)).Length);
        Assert.Throws<ObjectDisposedException>(() => Rows(gone.Transform(Videos)));
    }

    [Fact]
    public void A_missing_GPU_is_told_in_the_log_where_the_context_allows_the_CPU()
    {
        List<string> warnings = Warnings.Of(ml);
        (ml.GpuDeviceId, ml.FallbackToCpu) = (63, true);

        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path).Fit(Videos);

        Assert.StartsWith("GPU 63 can't compute: ", Assert.Single(warnings));
        Assert.EndsWith(" Falling back to the CPU.", warnings[0]);
        Assert.Equal(10, Rows(transformer.Transform(Videos)).Length);
    }

    [Fact]
    public void A_missing_GPU_is_refused_where_the_context_does_not_allow_the_CPU()
    {
        (ml.GpuDeviceId, ml.FallbackToCpu) = (63, false);

        var fault = Assert.Throws<NotSupportedException>(() => ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path).Fit(Videos));

        Assert.StartsWith("GPU 63 can't compute: ", fault.Message);
    }

    private static Row[] Rows(IDataView view) => [.. new MLContext().Data.CreateEnumerable<Row>(view, reuseRowObject: false)];

    private string Sound(int i) => Videos.GetColumn<string>("VideoPath").ElementAt(i);

    private IDataView Listed(string[] paths) => ml.Data.LoadFromEnumerable(paths.Select(path => new VideoRow { VideoPath = path }).ToArray());

    private sealed class Row
    {
        public string VideoPath { get; set; } = "";

        public float[] Features { get; set; } = [];
    }

    private sealed class Answer
    {
        public float[] Features { get; set; } = [];

        public string FeaturesFault { get; set; } = "";
    }
}

using Cacl.Clips;
using Cacl.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Cacl.ML.Tests;

public class VideoEncoderEstimatorTests(TrainedSet trained) : IClassFixture<TrainedSet>
{
    private readonly MLContext ml = trained.Ml;

    [Fact]
    public void Features_are_what_the_encoder_computes()
    {
        IDataView embedded = trained.Transformer.Transform(trained.Good);

        Assert.Equal("Vector<Single, 16>", embedded.Schema["Features"].Type.ToString());
        float[][] features = embedded.GetColumn<float[]>("Features").ToArray();
        Assert.Equal(10, features.Length);
        Assert.Equal(trained.Transformer.Training.Encoder.Embed(embedded.GetColumn<string>("VideoPath").First()), features[0]);
        Assert.True(features.Select(vector => string.Join(",", vector)).Distinct().Count() > 5);
    }

    [Fact]
    public void The_log_has_a_line_for_each_stage_and_names_the_skipped_video()
    {
        Assert.Contains(trained.Log, line => line.Kind == ChannelMessageKind.Info && line.RawMessage.Contains("step 4/4", StringComparison.Ordinal));
        LoggingEventArgs warning = Assert.Single(trained.Log, line => line.Kind == ChannelMessageKind.Warning && line.Source.Contains("VideoEncoderEstimator", StringComparison.Ordinal));
        Assert.StartsWith($"Skipped {trained.Garbage}: ", warning.RawMessage);
    }

    [Fact]
    public void The_result_tells_of_the_run()
    {
        TrainingResult result = trained.Transformer.Training;

        Assert.Equal(trained.Garbage, Assert.Single(result.Skipped).Path);
        Assert.False(result.Stopped);
        Assert.Equal(trained.Steps.Count, result.History.Count);
        Assert.Equal(4, trained.Steps[^1].Step);
    }

    [Fact]
    public void The_log_names_videos_that_are_dropped_on_the_way_and_those_used_in_part()
    {
        using var set = new VideoSet();
        string cut = set.AddVideo("cut.avi", 40), lost = set.AddVideo("lost.avi", 600);
        using (FileStream stream = File.OpenWrite(cut))
            stream.SetLength(stream.Length * 9 / 10);
        var log = new MLContext(seed: 1);
        var warnings = new List<string>();
        log.Log += (_, line) =>
        {
            if (line.Kind == ChannelMessageKind.Warning && line.Source.Contains("VideoEncoderEstimator", StringComparison.Ordinal))
                warnings.Add(line.RawMessage);
        };
        string[] paths = [.. Directory.GetFiles(Path.Join(set.Folder, "across")), cut, lost];
        IDataView rows = log.Data.LoadFromEnumerable(paths.Select(path => new VideoRow { VideoPath = path }));
        var dropped = new List<string>();
        CaclOptions options = QuickOptions.Cacl with
        {
            CacheMegabytes = 1,   // too little to keep the one that is lost
            Examination = new Listener<VideoIndexProgress>(progress =>
            {
                if (progress.Done == progress.Total)
                    File.Delete(lost);
            }),
            Dropped = new Listener<SkippedVideo>(video => dropped.Add(video.Path)),
        };

        using VideoEmbeddingTransformer transformer = log.Video().Trainers.Cacl("Features", "VideoPath", options).Fit(rows);

        Assert.Equal([lost], dropped);
        Assert.Equal([lost], transformer.Training.Skipped.Select(video => video.Path));
        Assert.Equal(2, warnings.Count);
        Assert.Equal($"Skipped {lost}: it could be read when the run began, and then no more: there is no such file", warnings[0]);
        Assert.Matches("^Used in part .*cut.avi: it ended after 3[0-9] of the 40 frames that the container promises$", warnings[1]);
    }

    private sealed class Listener<T>(Action<T> act) : IProgress<T>
    {
        public void Report(T value) => act(value);
    }

    [Fact]
    public void A_pipeline_goes_on_to_a_classifier_and_an_engine()
    {
        var head = ml.Transforms.Conversion.MapValueToKey("Label").AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: .01f))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        IDataView embedded = trained.Transformer.Transform(trained.Good);

        var model = trained.Transformer.Append(head.Fit(embedded));
        using PredictionEngine<VideoRow, Answer> engine = ml.Model.CreatePredictionEngine<VideoRow, Answer>(model, new PredictionEngineOptions { OwnsTransformer = false });

        VideoRow row = ml.Data.CreateEnumerable<VideoRow>(trained.Good, reuseRowObject: false).First();
        Answer answer = engine.Predict(row);
        Assert.Contains(answer.PredictedLabel, new[] { "across", "down" });
        Assert.Equal(trained.Transformer.Training.Encoder.Embed(row.VideoPath), answer.Features);
    }

    [Fact]
    public void Fit_works_inside_a_chain()
    {
        var pipeline = ml.Video().Trainers.Cacl("Features", "VideoPath", QuickOptions.Cacl with { Steps = 1 })
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());

        using var model = pipeline.Fit(trained.Good);

        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(model.Transform(trained.Good));
        Assert.InRange(metrics.MicroAccuracy, 0, 1);
        Assert.Equal(2, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [Fact]
    public void Clips_train_and_are_embedded_like_paths()
    {
        var load = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips });
        IDataView clips = load.Fit(trained.Good).Transform(trained.Good);

        using VideoEmbeddingTransformer transformer = ml.Video().Trainers.Cacl("Features", "Clip", QuickOptions.Cacl with { Steps = 1 }).Fit(clips);

        byte[] first = clips.GetColumn<byte[]>("Clip").First();
        Assert.Equal(
            transformer.Training.Encoder.EmbedClip(first, new FrameSize(16, 16)),
            transformer.Transform(clips).GetColumn<float[]>("Features").First());
    }

    [Fact]
    public void Cursors_side_by_side_give_the_same_features()
    {
        IDataView embedded = trained.Transformer.Transform(trained.Good);
        float[][] expected = embedded.GetColumn<float[]>("Features").ToArray();

        Parallel.For(0, 3, _ => Assert.Equal(expected, embedded.GetColumn<float[]>("Features")));
    }

    [Fact]
    public void Other_columns_pass_through_and_cost_no_embedding()
    {
        IDataView embedded = trained.Transformer.Transform(trained.Rows);

        Assert.Equal(trained.Rows.GetColumn<string>("Label"), embedded.GetColumn<string>("Label"));
        Assert.Equal(trained.Rows.GetRowCount(), embedded.GetRowCount());
    }

    [Fact]
    public void A_video_that_cannot_be_read_is_named_when_its_features_are_asked_for()
    {
        IDataView embedded = trained.Transformer.Transform(trained.Rows);

        var fault = Assert.Throws<VideoException>(() => embedded.GetColumn<float[]>("Features").ToArray());

        Assert.Contains(trained.Garbage, fault.Message);
    }

    [Fact]
    public void A_video_that_cannot_be_read_is_skipped_or_flagged_on_demand()
    {
        VideoEmbeddingTransformer skipping = trained.Transformer.WithFaultyVideos(VideoFaultPolicy.Skip), flagging = trained.Transformer.WithFaultyVideos(VideoFaultPolicy.Flag, "Why");

        IDataView left = skipping.Transform(trained.Rows), flagged = flagging.Transform(trained.Rows);

        Assert.Equal(trained.Good.GetColumn<string>("VideoPath"), left.GetColumn<string>("VideoPath"));
        Assert.Equal(trained.Transformer.Transform(trained.Good).GetColumn<float[]>("Features"), left.GetColumn<float[]>("Features"));
        Assert.Contains("WithFaultyVideos is Skip", Assert.Throws<InvalidOperationException>(() => skipping.GetRowToRowMapper(trained.Rows.Schema)).Message);
        string[] paths = flagged.GetColumn<string>("VideoPath").ToArray(), why = flagged.GetColumn<string>("Why").ToArray();
        Assert.Equal([trained.Garbage], paths.Where((_, row) => why[row].Length > 0));
        Assert.Equal(new float[16], flagged.GetColumn<float[]>("Features").ElementAt(Array.IndexOf(paths, trained.Garbage)));
    }

    [Fact]
    public void A_video_that_is_used_in_part_is_embedded_and_told()
    {
        using var own = new VideoSet();
        string cut = own.AddVideo("cut.avi", 40);
        byte[] bytes = File.ReadAllBytes(cut);
        File.WriteAllBytes(cut, bytes[..(bytes.Length * 9 / 10)]);
        IDataView rows = ml.Data.LoadFromEnumerable(new[] { new VideoRow { VideoPath = cut } });
        var warnings = new List<string>();
        ml.Log += Record;

        IDataView flagged = trained.Transformer.WithFaultyVideos(VideoFaultPolicy.Flag, "Why").Transform(rows), plain = trained.Transformer.WithSegment(VideoSegment.Whole).Transform(rows);
        float[] features = flagged.GetColumn<float[]>("Features").Single();
        string why = flagged.GetColumn<string>("Why").Single();
        Assert.Empty(warnings);
        Assert.Equal(features, plain.GetColumn<float[]>("Features").Single());
        Assert.Equal(features, plain.GetColumn<float[]>("Features").Single());
        ml.Log -= Record;

        Assert.Contains(features, value => value != 0);
        Assert.Matches("^used in part: it ended after [0-9]+ of the 40 frames that the container promises$", why);
        Assert.Equal($"Used in part {cut}: {why["used in part: ".Length..]}", Assert.Single(warnings));

        void Record(object? sender, LoggingEventArgs line)
        {
            if (line.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(line.RawMessage);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_features()
    {
        using VideoEmbeddingTransformer again = ml.Video().Trainers.Cacl("Features", "VideoPath", QuickOptions.Cacl).Fit(trained.Rows);

        Assert.Equal(
            trained.Transformer.Transform(trained.Good).GetColumn<float[]>("Features").First(),
            again.Transform(trained.Good).GetColumn<float[]>("Features").First());
    }

    [Fact]
    public void A_column_of_another_type_is_refused()
    {
        IDataView numbers = ml.Data.LoadFromEnumerable(new[] { new { VideoPath = 3f } });

        var fault = Assert.ThrowsAny<ArgumentException>(() => ml.Video().Trainers.Cacl("Features", "VideoPath", QuickOptions.Cacl).Fit(numbers));

        Assert.StartsWith("Column 'VideoPath' is Single; expected text (paths of videos) or a vector of Byte of known size", fault.Message);
    }

    [Fact]
    public void A_missing_column_is_refused_by_the_trained_component_too()
    {
        IDataView other = ml.Data.LoadFromEnumerable(new[] { new { Path = "a.avi" } });

        var fault = Assert.ThrowsAny<ArgumentException>(() => trained.Transformer.Transform(other));

        Assert.Contains("Column 'VideoPath' is missing", fault.Message);
    }

    [Fact]
    public void Options_out_of_range_are_refused_when_the_estimator_is_made()
    {
        var fault = Assert.Throws<ArgumentException>(() => ml.Video().Trainers.Cacl("Features", "VideoPath", QuickOptions.Cacl with { BatchSize = 1, Temperature = 0 }));

        Assert.Contains("BatchSize is 1", fault.Message);
        Assert.Contains("Temperature is 0", fault.Message);
    }

    [Fact]
    public void One_video_is_too_few_to_contrast()
    {
        IDataView one = ml.Data.TakeRows(trained.Good, 1);

        var fault = Assert.Throws<InvalidDataException>(() => ml.Video().Trainers.Cacl("Features", "VideoPath", QuickOptions.Cacl).Fit(one));

        Assert.Contains("1 video", fault.Message);
    }

    [Fact]
    public void A_cancelled_run_gives_what_was_learned()
    {
        using var cancellation = new CancellationTokenSource();
        var options = QuickOptions.Cacl with { Steps = 1000, Cancellation = cancellation.Token, Progress = new Canceller(cancellation) };

        using VideoEmbeddingTransformer stopped = ml.Video().Trainers.Cacl("Features", "VideoPath", options).Fit(trained.Good);

        Assert.True(stopped.Training.Stopped);
        Assert.Equal(16, stopped.Transform(trained.Good).GetColumn<float[]>("Features").First().Length);
    }

    [Fact]
    public void A_gpu_that_is_missing_is_an_error_unless_falling_back_is_allowed()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a GPU here.");
        var strict = new MLContext(seed: 1) { GpuDeviceId = 0, FallbackToCpu = false };
        var lenient = new MLContext(seed: 1) { GpuDeviceId = 0, FallbackToCpu = true };
        var warnings = new List<string>();
        lenient.Log += (_, line) =>
        {
            if (line.Kind == ChannelMessageKind.Warning)
                warnings.Add(line.RawMessage);
        };
        CaclOptions options = QuickOptions.Cacl with { Steps = 1 };

        Assert.Throws<NotSupportedException>(() => strict.Video().Trainers.Cacl("Features", "VideoPath", options).Fit(trained.Good));
        using VideoEmbeddingTransformer transformer = lenient.Video().Trainers.Cacl("Features", "VideoPath", options).Fit(trained.Good);

        Assert.Contains(warnings, warning => warning.Contains("CPU", StringComparison.Ordinal));
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value is { Stage: "cacl", Step: 2 })
                source.Cancel();
        }
    }

    private sealed class Answer
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Features { get; set; } = [];
    }
}

using Cacl.Clips;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public sealed class EmbedFaultsTests : IDisposable
{
    private readonly FaultyRows faulty = new();
    private readonly MLContext ml;
    private readonly IDataView contents;

    public EmbedFaultsTests()
    {
        ml = faulty.Context;
        contents = ml.Data.LoadFromEnumerable(new[] { faulty.Sound(0), faulty.Garbage, faulty.Sound(1) }.Select(path => new FileContent { Bytes = File.ReadAllBytes(path) }).ToArray());
    }

    public void Dispose() => faulty.Dispose();

    [Fact]
    public void By_default_the_first_faulty_video_is_thrown_with_its_file_and_row()
    {
        IDataView embedded = Embed(faulty.View, new EmbedOptions());

        EncoderFile.AssertClose(EncoderFile.Features(faulty.Sound(0)), embedded.GetColumn<float[]>("Features").First());
        var fault = Assert.Throws<VideoException>(() => embedded.GetColumn<float[]>("Features").ToArray());

        Assert.Equal(faulty.Garbage, fault.Path);
        Assert.StartsWith($"Can't read the video '{faulty.Garbage}': ", fault.Message);
        Assert.EndsWith("; it is in row 1 of column 'VideoPath' (FaultyVideos is Throw; Skip leaves such rows out, Flag tells them in a column).", fault.Message);
    }

    [Fact]
    public void A_faulty_file_in_memory_is_thrown_with_its_row()
    {
        var fault = Assert.Throws<VideoException>(() => Embed(contents, new EmbedOptions(), "Bytes").GetColumn<float[]>("Features").ToArray());

        Assert.Equal("3 bytes in row 1", fault.Path);
        Assert.Equal(VideoFault.NotAVideo, fault.Fault);
        Assert.EndsWith("; it is in row 1 of column 'Bytes' (FaultyVideos is Throw; Skip leaves such rows out, Flag tells them in a column).", fault.Message);
    }

    [Fact]
    public void Flagged_rows_stay_with_zeros_and_tell_their_fault()
    {
        IDataView embedded = Embed(faulty.View, new EmbedOptions { FaultyVideos = VideoFaultPolicy.Flag });

        Assert.Equal(["VideoPath", "Label", "Features", "FeaturesFault"], embedded.Schema.Select(column => column.Name));
        Assert.Equal(8, embedded.GetRowCount());
        Row[] read = [.. ml.Data.CreateEnumerable<Row>(embedded, reuseRowObject: false)];
        foreach (int row in new[] { 0, 2, 7 })
        {
            EncoderFile.AssertClose(EncoderFile.Features(read[row].VideoPath), read[row].Features);
            Assert.Equal("", read[row].FeaturesFault);
        }

        Assert.All(new[] { 1, 3, 4, 5, 6 }, row => Assert.Equal(new float[8], read[row].Features));
        Assert.StartsWith("NotAVideo: ", read[1].FeaturesFault);
        Assert.Equal("Missing: there is no such file", read[3].FeaturesFault);
        Assert.Equal("TooShort: too short: it has 3 frames; a clip of 6 frames at interval 1 spans 6", read[4].FeaturesFault);
        Assert.Equal("Missing: its path is empty", read[6].FeaturesFault);
        Assert.Equal(read.Select(row => row.FeaturesFault), embedded.GetColumn<string>("FeaturesFault"));
        Assert.Empty(faulty.Warnings);
    }

    [Fact]
    public void Skipped_rows_are_left_out_and_reported_once()
    {
        var told = new SkippedList();
        IDataView embedded = Embed(faulty.View, new EmbedOptions { FaultyVideos = VideoFaultPolicy.Skip, Skipped = told });

        Assert.Null(embedded.GetRowCount());
        Assert.Equal(["row 0", "row 2", "row 7"], embedded.GetColumn<string>("Label"));
        (string, float[])[] read = [.. embedded.GetColumn<string>("VideoPath").Zip(embedded.GetColumn<float[]>("Features"))];

        Assert.Equal([faulty.Sound(0), faulty.Sound(1), faulty.Sound(2)], read.Select(row => row.Item1));
        Assert.All(read, row => EncoderFile.AssertClose(EncoderFile.Features(row.Item1), row.Item2));
        Assert.Equal([faulty.Garbage, faulty.Missing, faulty.TooShort, ""], told.Select(video => video.Path));
        Assert.Equal(told.Select(video => $"Skipped {video.Path}: {video.Reason}"), faulty.Warnings);
    }

    [Fact]
    public void Files_in_memory_are_skipped_and_reported_each_time()
    {
        IDataView embedded = Embed(contents, new EmbedOptions { FaultyVideos = VideoFaultPolicy.Skip }, "Bytes");

        Assert.Equal(2, embedded.GetColumn<float[]>("Features").Count());
        Assert.Equal(2, embedded.GetColumn<byte[]>("Bytes").Count());

        Assert.Equal(2, faulty.Warnings.Count);
        Assert.All(faulty.Warnings, warning => Assert.StartsWith("Skipped 3 bytes in row 1: ", warning));
    }

    [Fact]
    public void Skipping_and_answering_every_row_do_not_go_together()
    {
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, faultyVideos: VideoFaultPolicy.Skip).Fit(faulty.View);

        var fault = Assert.ThrowsAny<InvalidOperationException>(() => ml.Model.CreatePredictionEngine<VideoRow, Row>(transformer));

        Assert.Equal(
            "Embed leaves out rows of faulty videos (FaultyVideos is Skip), so it can't answer every row, as a prediction engine or a saved model does. Set FaultyVideos to Flag, which tells faults in a column, or to Throw.",
            fault.Message);
    }

    [Fact]
    public void A_prediction_engine_tells_faults_of_flagged_videos()
    {
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, faultyVideos: VideoFaultPolicy.Flag).Fit(faulty.View);
        using PredictionEngine<VideoRow, Row> engine = ml.Model.CreatePredictionEngine<VideoRow, Row>(transformer);

        Row bad = engine.Predict(new VideoRow { VideoPath = faulty.TooShort }), good = engine.Predict(new VideoRow { VideoPath = faulty.Sound(0) });

        Assert.StartsWith("TooShort: ", bad.FeaturesFault);
        Assert.Equal(new float[8], bad.Features);
        Assert.Equal("", good.FeaturesFault);
        EncoderFile.AssertClose(EncoderFile.Features(faulty.Sound(0)), good.Features);
    }

    [Fact]
    public void A_video_that_is_not_complete_has_a_vector_and_is_told()
    {
        byte[] whole = File.ReadAllBytes(faulty.Set.AddVideo("long.avi", 40));
        string cut = faulty.Set.Add("cut.avi", whole[..(whole.Length * 9 / 10)]);
        IDataView one = ml.Data.LoadFromEnumerable(new[] { new VideoRow { VideoPath = cut } });

        Row flagged = ml.Data.CreateEnumerable<Row>(Embed(one, new EmbedOptions { FaultyVideos = VideoFaultPolicy.Flag }), reuseRowObject: false).Single();

        EncoderFile.AssertClose(EncoderFile.Features(cut), flagged.Features);
        Assert.StartsWith("used in part: it ", flagged.FeaturesFault);
        Assert.Empty(faulty.Warnings);
        float[] plain = Embed(one, new EmbedOptions()).GetColumn<float[]>("Features").Single();
        Assert.Equal(flagged.Features, plain);
        Assert.StartsWith($"Used in part {cut}: it ", Assert.Single(faulty.Warnings));
    }

    [Fact]
    public void A_file_in_memory_that_is_not_complete_is_told_each_time()
    {
        byte[] whole = File.ReadAllBytes(faulty.Set.AddVideo("long.avi", 40));
        IDataView one = ml.Data.LoadFromEnumerable(new[] { new FileContent { Bytes = whole[..(whole.Length * 9 / 10)] } });
        IDataView embedded = Embed(one, new EmbedOptions(), "Bytes");

        Assert.Equal(embedded.GetColumn<float[]>("Features").Single(), embedded.GetColumn<float[]>("Features").Single());

        Assert.Equal(2, faulty.Warnings.Count);
        Assert.All(faulty.Warnings, warning => Assert.StartsWith($"Used in part {whole.Length * 9 / 10} bytes in row 0: it ", warning));
    }

    [Fact]
    public void A_faulty_file_in_memory_leaves_no_file_behind()
    {
        string folder = Path.Join(faulty.Set.Folder, "temporary");
        Directory.CreateDirectory(folder);
        var options = new EmbedOptions { Featurizer = new VideoFeaturizerOptions { TemporaryFolder = folder }, FaultyVideos = VideoFaultPolicy.Flag };

        Assert.Equal(3, Embed(contents, options, "Bytes").GetColumn<float[]>("Features").Count());

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var clips = VideoSet.Clips with { Reading = new VideoReadOptions { Cancellation = cancellation.Token } };
        IDataView embedded = Embed(faulty.View, new EmbedOptions { Featurizer = new VideoFeaturizerOptions { Clips = clips }, FaultyVideos = VideoFaultPolicy.Skip });
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => embedded.GetColumn<float[]>("Features").ToArray());
    }

    private IDataView Embed(IDataView view, EmbedOptions options, string input = "VideoPath") =>
        ml.Video().Transforms.Embed("Features", input, EncoderFile.Path, options).Fit(view).Transform(view);

    private sealed class Row
    {
        public string VideoPath { get; set; } = "";

        public float[] Features { get; set; } = [];

        public string FeaturesFault { get; set; } = "";
    }
}

using Cacl.Clips;
using Cacl.Onnx;
using LoadedModel;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Cacl.ML.Tests;

/// <summary>Embed in models that a fresh process loads.</summary>
public sealed class SavedEmbedTests : IDisposable
{
    private readonly MLContext ml = new(seed: 1);
    private readonly VideoSet set = new();
    private readonly string file = Path.GetTempFileName();

    public static TheoryData<string, string, EmbedOptions> Encoders => new()
    {
        { "as its file says", EncoderFile.Path, new() },
        { "another number of clips", EncoderFile.Path, new() { Featurizer = new() { ClipCount = 5 } } },
        { "one clip of a part", EncoderFile.Path, new() { Featurizer = new() { ClipCount = 1, Clips = VideoSet.Clips with { Segment = new VideoSegment(.3, .9) } } } },
        { "a foreign one, of planes", EncoderFile.Foreign, new() { Featurizer = new() { Clips = VideoSet.Clips, ClipCount = 4 } } },
    };

    public void Dispose()
    {
        set.Dispose();
        File.Delete(file);
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void A_loaded_featurizer_gives_the_same_vectors(string _, string encoder, EmbedOptions options)
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", encoder, options).Fit(videos);

        AssertLoadedEquals(model, videos);
    }

    [Fact]
    public void A_loaded_classifier_of_videos_scores_the_same()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        TransformerChain<Microsoft.ML.Transforms.KeyToValueMappingTransformer> model = ml.Transforms.Conversion.MapValueToKey("Class", "Label")
            .Append(ml.Video().Transforms.Embed("Raw", "VideoPath", EncoderFile.Path))
            .Append(ml.Transforms.NormalizeMeanVariance("Features", "Raw"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"))
            .Fit(videos);

        AssertLoadedEquals(model, videos);
        model.Dispose();
    }

    [Fact]
    public void Clips_that_come_ready_are_embedded_the_same()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        TransformerChain<EmbedTransformer> model = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips with { CropSize = 18 } })
            .Append(ml.Video().Transforms.Embed("Features", "Clip", EncoderFile.Path))
            .Fit(videos);

        AssertLoadedEquals(model, videos);
        model.Dispose();
    }

    [Fact]
    public void Several_ready_clips_of_each_video_are_embedded_the_same()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        TransformerChain<EmbedTransformer> model = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips, Selection = new() { Count = 4 } })
            .Append(ml.Video().Transforms.Embed("Features", "Clip", EncoderFile.Foreign))
            .Fit(videos);

        AssertLoadedEquals(model, videos);
        model.Dispose();
    }

    [Fact]
    public void Files_in_memory_are_embedded_the_same()
    {
        string[] paths = [.. ml.Video().LoadFromFolder(set.Folder).GetColumn<string>("VideoPath")];
        IDataView contents = ml.Data.LoadFromEnumerable(paths.Append(set.Add("none.avi", [1, 2, 3])).Select(path => new FileContent { Bytes = File.ReadAllBytes(path) }).ToArray());
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "Bytes", EncoderFile.Path, new EmbedOptions { FaultyVideos = VideoFaultPolicy.Flag }).Fit(contents);
        ml.Model.Save(model, contents.Schema, file);

        ITransformer loaded = new MLContext().Model.Load(file, out _);
        using var owned = (IDisposable)loaded;
        IDataView expected = model.Transform(contents), actual = loaded.Transform(contents);

        Assert.Equal(expected.GetColumn<float[]>("Features"), actual.GetColumn<float[]>("Features"));
        Assert.Equal(expected.GetColumn<string>("FeaturesFault"), actual.GetColumn<string>("FeaturesFault"));
    }

    [Fact]
    public void Faulty_videos_are_flagged_the_same()
    {
        set.Add("none.avi", [1, 2, 3]);
        set.AddVideo("short.avi", 3);
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, new EmbedOptions { FaultyVideos = VideoFaultPolicy.Flag }).Fit(videos);

        AssertLoadedEquals(model, videos);
    }

    [Fact]
    public void A_faulty_video_stops_a_loaded_model_with_the_same_message()
    {
        string noVideo = set.Add("none.avi", [1, 2, 3]);
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path).Fit(videos);
        ml.Model.Save(model, videos.Schema, file);
        var fault = Assert.Throws<VideoException>(() => ModelValues.Of(ml, model, [noVideo]));

        (int exitCode, string[] lines) = FreshProcess.Load(file, noVideo);

        Assert.Equal(3, exitCode);
        Assert.Equal([$"VideoException: {fault.Message}"], lines);
    }

    [Fact]
    public void A_model_holds_the_encoder_and_needs_its_file_no_more()
    {
        string encoder = Path.Join(set.Folder, "encoder.onnx");
        File.Copy(EncoderFile.Path, encoder);
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        string[] paths = [.. videos.GetColumn<string>("VideoPath")];
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", encoder).Fit(videos);
        ml.Model.Save(model, videos.Schema, file);
        File.Delete(encoder);

        (int exitCode, string[] lines) = FreshProcess.Load(file, paths);

        Assert.Equal(0, exitCode);
        Assert.Equal(ModelValues.Of(ml, model, paths), lines);
    }

    [Fact]
    public void An_encoder_that_has_changed_since_it_was_opened_is_not_saved()
    {
        string encoder = Path.Join(set.Folder, "encoder.onnx");
        File.Copy(EncoderFile.Path, encoder);
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", encoder).Fit(videos);
        File.Delete(encoder);

        var fault = Assert.Throws<InvalidOperationException>(() => ml.Model.Save(model, videos.Schema, new MemoryStream()));

        Assert.Equal($"The encoder '{encoder}' is not there any more as it was when it was opened, and a saved model holds its file. Put it back, or make the component anew.", fault.Message);
    }

    [Fact]
    public void An_encoder_with_weights_in_another_file_is_neither_saved_nor_opened_without_it()
    {
        string encoder = ExternalEncoder.Write(set.Folder);
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", encoder).Fit(videos);
        Assert.Equal(64, model.Transform(videos).GetColumn<float[]>("Features").First().Length);

        var unsaved = Assert.Throws<InvalidOperationException>(() => ml.Model.Save(model, videos.Schema, new MemoryStream()));
        var unopened = Assert.Throws<InvalidDataException>(() => OnnxVideoEncoder.Open(File.ReadAllBytes(encoder), "inner.onnx", new SessionOptions()));

        Assert.Equal($"The encoder '{encoder}' has weights in other files (external data), which do not go along with its bytes. Put the weights into the file.", unsaved.Message);
        Assert.StartsWith("The encoder 'inner.onnx' has weights in other files (external data)", unopened.Message);
    }

    [Fact]
    public void A_model_for_a_gpu_that_may_fall_back_says_so_in_the_trace()
    {
        var gpu = new VideoFeaturizerOptions { GpuDeviceId = 4711, FallbackToCpu = true };   // no machine has as many
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, new EmbedOptions { Featurizer = gpu }).Fit(videos);
        ml.Model.Save(model, videos.Schema, file);
        ITransformer loaded = new MLContext().Model.Load(file, out _);
        using var owned = (IDisposable)loaded;
        using var told = new ToldInTrace();

        Assert.NotEmpty(loaded.Transform(videos).GetColumn<float[]>("Features"));

        Assert.Equal([$"Cacl.ML, in a loaded model: {model.Featurizer.WhyNotGpu} Falling back to the CPU."], told.Warnings);
    }

    [Fact]
    public void A_model_for_a_gpu_that_may_not_fall_back_is_refused_without_it() =>
        Assert.Throws<NotSupportedException>(() => SavedEncoder.Open(Written(Options() with { GpuDeviceId = 4711 }).AsMemory(), File.ReadAllBytes(EncoderFile.Path)));

    [Fact]
    public void A_video_used_in_part_is_told_in_the_trace()
    {
        byte[] whole = File.ReadAllBytes(set.AddVideo("long.avi", 40));
        string part = set.Add("part.avi", whole[..(whole.Length * 9 / 10)]);
        IDataView videos = ml.Data.LoadFromEnumerable(new[] { new Listed { VideoPath = part } });
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path).Fit(videos);
        ml.Model.Save(model, videos.Schema, file);
        ITransformer loaded = new MLContext().Model.Load(file, out _);
        using var owned = (IDisposable)loaded;
        using var told = new ToldInTrace();

        Assert.Single(loaded.Transform(videos).GetColumn<float[]>("Features"));

        Assert.StartsWith($"Cacl.ML, in a loaded model: Used in part {part}: it ", Assert.Single(told.Warnings));
    }

    [Fact]
    public void Columns_that_are_called_as_the_graphs_values_are_stay()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        TransformerChain<EmbedTransformer> model = ml.Transforms.CopyColumns("clips", "VideoPath").Append(ml.Transforms.CopyColumns("features", "Label"))
            .Append(ml.Video().Transforms.Embed("Features", "clips", EncoderFile.Path))
            .Fit(videos);

        AssertLoadedEquals(model, videos);
        model.Dispose();
    }

    [Fact]
    public void A_component_that_leaves_rows_out_can_not_be_saved_and_says_why()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        using EmbedTransformer model = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, new EmbedOptions { FaultyVideos = VideoFaultPolicy.Skip }).Fit(videos);

        var fault = Assert.Throws<InvalidOperationException>(() => ml.Model.Save(model, videos.Schema, new MemoryStream()));

        Assert.StartsWith("Embed leaves out rows of faulty videos (FaultyVideos is Skip), so it can't answer every row, as a prediction engine or a saved model does.", fault.Message);
    }

    public static TheoryData<string, string, string> Unusable()
    {
        SavedEmbedOptions good = Options();
        return new()
        {
            { "a newer format", SavedOptions.Write("Embed", 2, good), $"is of format 2; this version of Cacl.ML ({DamagedModelTests.Version}) reads format 1. Load the model with the version that saved it, or a later one." },
            { "other clips", Written(good with { Clips = SavedClipOptions.Of(VideoSet.Clips with { Frames = 7 }) }), "has damaged options: VideoFeaturizerOptions: Clips take 7 frames of 16 x 16 pixels; the encoder 'encoder.onnx' takes 6 of 16 x 16." },
            { "no clips", Written(good with { ClipCount = 0 }), "has damaged options: VideoFeaturizerOptions: ClipCount is 0; it must be from 1 to 10000." },
            { "no column", Written(good with { Input = [-1] }), "has damaged options: " },
            { "a column of another kind", Written(good with { Input = [7, 5] }), "has damaged options: Column 'VideoPath' is Vector<Byte, 7, 5>; expected " },
        };
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Options_that_can_not_be_used_are_refused(string _, string options, string message)
    {
        var fault = Assert.Throws<InvalidDataException>(() => SavedEncoder.Open(options.AsMemory(), File.ReadAllBytes(EncoderFile.Path)));

        Assert.StartsWith($"The model's Embed {message}", fault.Message);
    }

    [Fact]
    public void An_encoder_with_other_bytes_than_were_saved_is_refused()
    {
        byte[] encoder = File.ReadAllBytes(EncoderFile.Path);
        encoder[^300] ^= 1;

        var fault = Assert.Throws<InvalidDataException>(() => SavedEncoder.Open(Written(Options()).AsMemory(), encoder));

        Assert.Equal("The model's Embed has a damaged encoder: the bytes of 'encoder.onnx' are not those that were saved.", fault.Message);
    }

    [Fact]
    public async Task One_cursor_at_a_time_is_asked_for_the_encoder()
    {
        string options = Written(Options() with { ThreadsPerRun = 3 });   // no other test's
        Assert.Null(SavedEncoder.FindOrAsk(options.AsMemory()));

        Task<SavedEncoder?> other = Task.Run(() => SavedEncoder.FindOrAsk(options.AsMemory()), TestContext.Current.CancellationToken);
        await Task.WhenAny(other, Task.Delay(200, TestContext.Current.CancellationToken));
        SavedEncoder opened = await Task.Run(() => SavedEncoder.Open(options.AsMemory(), File.ReadAllBytes(EncoderFile.Path)), TestContext.Current.CancellationToken);

        Assert.Same(opened, await other);
    }

    [Fact]
    public async Task The_next_cursor_is_asked_when_the_encoder_that_came_is_refused()
    {
        string options = Written(Options() with { ThreadsPerRun = 4 });
        Assert.Null(SavedEncoder.FindOrAsk(options.AsMemory()));
        Task<SavedEncoder?> other = Task.Run(() => SavedEncoder.FindOrAsk(options.AsMemory()), TestContext.Current.CancellationToken);

        Assert.Throws<InvalidDataException>(() => SavedEncoder.Open(options.AsMemory(), [1, 2, 3]));

        Assert.Null(await other);
        Assert.Throws<InvalidDataException>(() => SavedEncoder.Open(options.AsMemory(), []));
    }

    [Fact]
    public void Nothing_is_kept_of_a_model_that_is_gone()
    {
        WeakReference key = OpenedUnder();
        for (int i = 0; i < 20 && key.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(key.IsAlive);
    }

    [Fact]
    public void Cursors_of_a_loaded_model_share_one_encoder_which_goes_with_the_model()
    {
        string options = Written(Options() with { ThreadsPerRun = 2 });   // no other test's
        Opened(options);
        for (int i = 0; i < 20 && IsOpen(options); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsOpen(options));
    }

    // Apart, so that nothing of it is left on the stack; the same below.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static bool IsOpen(string options) => SavedEncoder.Find(options.AsMemory()) is not null;

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Opened(string options)
    {
        SavedEncoder first = SavedEncoder.Open(options.AsMemory(), File.ReadAllBytes(EncoderFile.Path));

        Assert.Same(first, SavedEncoder.Open(options.AsMemory(), []));
        Assert.Same(first, SavedEncoder.Find(options.AsMemory()));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference OpenedUnder()
    {
        string options = Written(Options() with { ThreadsPerRun = 5 });
        SavedEncoder.Open(options.AsMemory(), File.ReadAllBytes(EncoderFile.Path));
        return new WeakReference(options);
    }

    private static string Written(SavedEmbedOptions options) => SavedOptions.Write("Embed", 1, options);

    private static SavedEmbedOptions Options() => new()
    {
        OutputColumnName = "Features",
        InputColumnName = "VideoPath",
        Input = null,
        Clips = SavedClipOptions.Of(VideoSet.Clips),
        ClipCount = 3,
        BatchSize = null,
        ThreadsPerRun = 1,
        GpuDeviceId = null,
        FallbackToCpu = false,
        FaultyVideos = VideoFaultPolicy.Throw,
        Encoder = "encoder.onnx",
        EncoderHash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(EncoderFile.Path))),
    };

    private void AssertLoadedEquals(ITransformer model, IDataView videos)
    {
        string[] paths = [.. videos.GetColumn<string>("VideoPath")];
        ml.Model.Save(model, videos.Schema, file);

        (int exitCode, string[] lines) = FreshProcess.Load(file, paths);

        Assert.True(exitCode == 0, string.Join(Environment.NewLine, lines));
        Assert.Equal(ModelValues.Of(ml, model, paths), lines);
    }

    private sealed class Listed
    {
        public string VideoPath { get; set; } = "";
    }
}

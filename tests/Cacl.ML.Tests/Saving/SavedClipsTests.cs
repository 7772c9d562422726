using Cacl.Clips;
using LoadedModel;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

/// <summary>LoadClip and SampleShuffleDegree in models that a fresh process loads.</summary>
public sealed class SavedClipsTests(VideoSet set) : IClassFixture<VideoSet>, IDisposable
{
    private readonly MLContext ml = new(seed: 1);
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    public static TheoryData<string, LoadClipOptions> Loaders => new()
    {
        { "one clip", new() { Clips = VideoSet.Clips } },
        { "several clips", new() { Clips = VideoSet.Clips, Selection = new() { Count = 3 } } },
        { "random clips and crops", new() { Clips = VideoSet.Clips, Seed = 7, Epoch = 3, Selection = new() { Placement = ClipPlacement.Random, Crop = CropPlacement.Random } } },
        { "every place", new() { Clips = VideoSet.Clips, Selection = new() { Placement = ClipPlacement.Dense, Stride = 3 } } },
        { "whole frames of a fixed size", new() { Clips = VideoSet.Clips with { FixedSize = new FrameSize(20, 18) }, Selection = new() { Crop = CropPlacement.Whole } } },
        { "a part, held", new() { Clips = VideoSet.Clips with { Segment = new VideoSegment(.5, .8), ShortVideos = ShortVideoPolicy.Hold } } },
        { "faults flagged", new() { Clips = VideoSet.Clips, FaultyVideos = VideoFaultPolicy.Flag } },
    };

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_loaded_loader_reads_the_same_clips(string _, LoadClipOptions options)
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        LoadClipTransformer model = ml.Video().Transforms.LoadClip("Clip", "VideoPath", options).Fit(videos);

        AssertLoadedEquals(model, videos, sameTypes: options.Selection.ClipCount is not null);
    }

    [Fact]
    public void A_loaded_pipeline_of_clips_and_shuffled_clips_gives_the_same()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        ITransformer model = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips })
            .Append(ml.Video().Transforms.SampleShuffleDegree("ShuffledClip", "ShuffleDegree", "Clip", new SampleShuffleDegreeOptions { Seed = 5, OrderColumnName = "FrameOrder" }))
            .Append(ml.Transforms.Conversion.MapValueToKey("Degree", "ShuffleDegree"))
            .Append(ml.Transforms.CopyColumns("Again", "ShuffledClip"))
            .Fit(videos);

        AssertLoadedEquals(model, videos);
    }

    [Fact]
    public void Components_of_MLNET_before_and_after_go_along()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        ITransformer model = ml.Transforms.CopyColumns("Path", "VideoPath")
            .Append(ml.Transforms.Conversion.MapValueToKey("Class", "Label"))
            .Append(ml.Video().Transforms.LoadClip("Clip", "Path", new LoadClipOptions { Clips = VideoSet.Clips }))
            .Append(ml.Video().Transforms.SampleShuffleDegree("ShuffledClip", "ShuffleDegree", "Clip"))
            .Append(ml.Transforms.CustomMapping<Shuffled, Featured>(BrightnessFactory.Measure, BrightnessFactory.Contract))
            .Append(ml.Transforms.NormalizeMinMax("Features", "Brightness"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"))
            .Append(ml.Transforms.DropColumns("Clip", "ShuffledClip"))
            .Fit(videos);
        string[] paths = [.. videos.GetColumn<string>("VideoPath")];

        ml.Model.Save(model, videos.Schema, file);
        ITransformer loaded = new MLContext().Model.Load(file, out _);
        using var owned = (IDisposable)loaded;

        Assert.Equal(ModelValues.Of(ml, model, paths), ModelValues.Of(ml, loaded, paths));
    }

    [Fact]
    public void A_column_that_hides_its_input_is_added_all_the_same()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        LoadClipTransformer model = ml.Video().Transforms.LoadClip("VideoPath", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips }).Fit(videos);
        ml.Model.Save(model, videos.Schema, file);

        ITransformer loaded = new MLContext().Model.Load(file, out _);
        using var owned = (IDisposable)loaded;
        IDataView expected = model.Transform(videos), actual = loaded.Transform(videos);

        Assert.Equal(expected.Schema.Where(column => !column.IsHidden).Select(column => (column.Name, column.Type)).Order(), actual.Schema.Where(column => !column.IsHidden).Select(column => (column.Name, column.Type)).Order());
        Assert.Equal(expected.GetColumn<byte[]>("VideoPath"), actual.GetColumn<byte[]>("VideoPath"));
    }

    [Fact]
    public void A_faulty_video_stops_a_loaded_model_with_the_same_message()
    {
        string noVideo = set.Add("none.avi", [1, 2, 3]);
        try
        {
            IDataView videos = ml.Video().LoadFromFolder(set.Folder);
            LoadClipTransformer model = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips }).Fit(videos);
            ml.Model.Save(model, videos.Schema, file);
            var fault = Assert.Throws<VideoException>(() => ModelValues.Of(ml, model, [noVideo]));

            (int exitCode, string[] lines) = FreshProcess.Load(file, noVideo);

            Assert.Equal(3, exitCode);
            Assert.Equal([$"VideoException: {fault.Message}"], lines);
        }
        finally
        {
            File.Delete(noVideo);
        }
    }

    [Fact]
    public void A_loaded_model_flags_faulty_videos()
    {
        string noVideo = set.Add("none.avi", [1, 2, 3]);
        try
        {
            IDataView videos = ml.Video().LoadFromFolder(set.Folder);
            LoadClipTransformer model = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips, FaultyVideos = VideoFaultPolicy.Flag }).Fit(videos);

            AssertLoadedEquals(model, videos);
        }
        finally
        {
            File.Delete(noVideo);
        }
    }

    [Fact]
    public void A_component_that_leaves_rows_out_can_not_be_saved_and_says_why()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        LoadClipTransformer model = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips, FaultyVideos = VideoFaultPolicy.Skip }).Fit(videos);

        var fault = Assert.Throws<InvalidOperationException>(() => ml.Model.Save(model, videos.Schema, new MemoryStream()));

        Assert.Equal(
            "LoadClip leaves out rows of faulty videos (FaultyVideos is Skip), so it can't answer every row, as a prediction engine or a saved model does. "
            + "Set FaultyVideos to Flag, which tells faults in a column, or to Throw.", fault.Message);
    }

    [Fact]
    public void Saving_leaves_no_files_behind()
    {
        string[] files;
        using (SavedChain chain = ml.Video().Transforms.LoadClip("Clip", "VideoPath").Fit(ml.Video().LoadFromFolder(set.Folder)).ToChain())
        {
            files = [.. chain.Files];
            Assert.All(files, file => Assert.True(File.Exists(file)));
            foreach (string own in files)
                Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(own) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        Assert.Single(files);
        Assert.All(files, file => Assert.False(File.Exists(file)));
    }

    [Fact]
    public void A_chain_that_can_not_be_made_leaves_no_files_behind()
    {
        SavedChain chain = SavedChain.OverPaths("VideoPath");

        Assert.ThrowsAny<Exception>(() => chain.Carry([1, 2, 3], "no such column"));

        Assert.False(File.Exists(Assert.Single(chain.Files)));
    }

    private void AssertLoadedEquals(ITransformer model, IDataView videos, bool sameTypes = true)
    {
        string[] paths = [.. videos.GetColumn<string>("VideoPath")];
        ml.Model.Save(model, videos.Schema, file);
        IReadOnlyList<string> expected = ModelValues.Of(ml, model, paths);

        (int exitCode, string[] lines) = FreshProcess.Load(file, paths);

        Assert.True(exitCode == 0, string.Join(Environment.NewLine, lines));
        // A length that each row tells for itself is all that ML.NET's own transformers can say of an open size.
        Assert.Equal(sameTypes ? expected : expected.Select(line => line.Replace("Vector<Byte, *, 6, 16, 16, 3>", "Vector<Byte>")), lines);
    }

    [Microsoft.ML.Transforms.CustomMappingFactoryAttribute(Contract)]
    private sealed class BrightnessFactory : Microsoft.ML.Transforms.CustomMappingFactory<Shuffled, Featured>
    {
        public const string Contract = "Cacl.ML.Tests.Brightness";

        public override Action<Shuffled, Featured> GetMapping() => Measure;

        public static void Measure(Shuffled clip, Featured features)
        {
            features.Brightness = new float[3];
            for (int i = 0; i < clip.ShuffledClip.Length; i++)
                features.Brightness[i % 3] += clip.ShuffledClip[i] * (i % 7);
        }
    }

    private sealed class Shuffled
    {
        [VectorType(6, 16, 16, 3)]
        public byte[] ShuffledClip { get; set; } = [];
    }

    private sealed class Featured
    {
        [VectorType(3)]
        public float[] Brightness { get; set; } = new float[3];
    }
}

using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

/// <summary>LoadClip with a folder for decoded videos.</summary>
public sealed class LoadClipCacheTests : IDisposable
{
    private readonly VideoSet set = new();
    private readonly MLContext ml = new(seed: 1);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-ml-cache-");

    private string CacheFolder => Path.Join(folder.FullName, "decoded");

    public void Dispose()
    {
        set.Dispose();
        folder.Delete(recursive: true);
    }

    public static TheoryData<string, LoadClipOptions> Loaders => new()
    {
        { "one clip", new() { Clips = VideoSet.Clips } },
        { "random clips and crops", new() { Clips = VideoSet.Clips, Epoch = 2, Selection = new() { Count = 3, Placement = ClipPlacement.Random, Crop = CropPlacement.Random } } },
        { "every place of a part", new() { Clips = VideoSet.Clips with { Segment = VideoSegment.SecondHalf }, Selection = new() { Placement = ClipPlacement.Dense } } },
        { "whole frames of a fixed size", new() { Clips = VideoSet.Clips with { FixedSize = new FrameSize(20, 18) }, Selection = new() { Crop = CropPlacement.Whole } } },
        { "cut off", new() { Clips = VideoSet.Clips, FaultyVideos = VideoFaultPolicy.Flag } },
    };

    [Theory]
    [MemberData(nameof(Loaders))]
    public void Clips_of_a_cache_are_those_of_the_files(string _, LoadClipOptions options)
    {
        byte[] content = File.ReadAllBytes(set.AddVideo("whole.avi", 40));
        set.Add("cut.avi", content[..(content.Length * 9 / 10)]);
        string[] expected = Read(options);
        LoadClipOptions cached = options with { CacheFolder = CacheFolder };

        Assert.Equal(expected, Read(cached));
        Assert.Equal(12, Directory.GetFiles(CacheFolder).Length);
        Assert.Equal(expected, Read(cached));
    }

    [Fact]
    public void The_second_pass_reads_what_the_first_has_decoded_also_with_an_index()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        var options = new LoadClipOptions { Clips = VideoSet.Clips, CacheFolder = CacheFolder, Index = VideoIndex.Examine(videos.GetColumn<string>("VideoPath"), cancellation: TestContext.Current.CancellationToken) };
        string[] expected = Read(options);
        // The same length and time: only who decodes sees that these are no videos any more.
        foreach (string video in videos.GetColumn<string>("VideoPath"))
        {
            DateTime time = File.GetLastWriteTimeUtc(video);
            File.WriteAllBytes(video, new byte[new FileInfo(video).Length]);
            File.SetLastWriteTimeUtc(video, time);
        }

        Assert.Equal(expected, Read(options));
        Assert.Equal(expected, Read(options with { Index = null }));
        Assert.Throws<VideoException>(() => Read(options with { CacheFolder = null }));
    }

    [Fact]
    public void Videos_are_decoded_anew_when_the_folder_is_deleted_or_its_bound_is_small()
    {
        var options = new LoadClipOptions { Clips = VideoSet.Clips, CacheFolder = CacheFolder, CacheFolderMegabytes = 1 };
        set.AddVideo("long.avi", 600);   // more than half of the folder
        string[] expected = Read(options with { CacheFolder = null });

        Assert.Equal(expected, Read(options));
        Assert.Equal(10, Directory.GetFiles(CacheFolder).Length);
        Directory.Delete(CacheFolder, recursive: true);
        Assert.Equal(expected, Read(options));
    }

    [Fact]
    public void A_folder_that_can_not_be_written_costs_no_clip_and_is_told_once()
    {
        var options = new LoadClipOptions { Clips = VideoSet.Clips };
        string[] expected = Read(options);
        File.WriteAllText(CacheFolder, "A file where the folder should be.");
        List<string> warnings = Warnings.Of(ml);

        Assert.Equal(expected, Read(options with { CacheFolder = CacheFolder }));

        Assert.StartsWith($"Can't keep decoded videos in '{CacheFolder}', they are decoded each time: ", Assert.Single(warnings));
    }

    [Fact]
    public void A_loaded_model_reads_the_same_clips_and_knows_no_folder()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        LoadClipTransformer model = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips, CacheFolder = CacheFolder }).Fit(videos);
        byte[][] expected = [.. model.Transform(videos).GetColumn<byte[]>("Clip")];
        Directory.Delete(CacheFolder, recursive: true);
        using var saved = new MemoryStream();

        ml.Model.Save(model, videos.Schema, saved);
        ITransformer loaded = new MLContext().Model.Load(saved, out _);
        using var owned = (IDisposable)loaded;

        Assert.Equal(expected, loaded.Transform(videos).GetColumn<byte[]>("Clip"));
        Assert.False(Directory.Exists(CacheFolder));
    }

    [Fact]
    public void A_folder_and_a_bound_out_of_range_are_named()
    {
        var fault = Assert.Throws<ArgumentException>(() => ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { CacheFolder = " ", CacheFolderMegabytes = 0 }));

        Assert.Equal("LoadClipOptions: CacheFolder is ' '; it must be null or a folder. CacheFolderMegabytes is 0; it must be from 1 to 1073741824.", fault.Message);
    }

    private string[] Read(LoadClipOptions options)
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        IDataView clips = ml.Video().Transforms.LoadClip("Clip", "VideoPath", options).Fit(videos).Transform(videos);
        IEnumerable<string> told = clips.Schema.GetColumnOrNull("ClipFault") is null ? [] : clips.GetColumn<string>("ClipFault");
        return [.. clips.GetColumn<byte[]>("Clip").Select(Convert.ToHexString), .. told];
    }
}

using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class ClipColumnTests(VideoSet set) : IClassFixture<VideoSet>
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void Several_clips_are_a_vector_with_a_further_dimension()
    {
        IDataView clips = Load(new ClipSelection { Count = 3, Crop = CropPlacement.Three });

        Assert.Equal("Vector<Byte, 9, 6, 16, 16, 3>", clips.Schema["Clip"].Type.ToString());
        (string path, byte[] first) = First(clips);
        Assert.Equal(ClipReader.Read(path, VideoSet.Clips, new ClipSelection { Count = 3, Crop = CropPlacement.Three }, default), first);
    }

    [Fact]
    public void Dense_clips_are_a_vector_whose_length_follows_the_video()
    {
        string[] paths = [set.AddVideo("twelve.avi", 12), set.AddVideo("eight.avi", 8), set.AddVideo("twenty.avi", 20)];
        IDataView videos = ml.Data.LoadFromEnumerable(paths.Select(path => new VideoRow { VideoPath = path }).ToArray());

        IDataView clips = Load(new ClipSelection { Placement = ClipPlacement.Dense, Stride = 3 }, videos: videos);

        Assert.Equal("Vector<Byte, *, 6, 16, 16, 3>", clips.Schema["Clip"].Type.ToString());
        Assert.False(((VectorDataViewType)clips.Schema["Clip"].Type).IsKnownSize);
        Assert.Equal([3, 1, 5], clips.GetColumn<byte[]>("Clip").Select(clip => clip.Length / (6 * 16 * 16 * 3)));
        Assert.Equal([3, 1, 5], ml.Data.Cache(clips).GetColumn<byte[]>("Clip").Select(clip => clip.Length / (6 * 16 * 16 * 3)));
    }

    [Fact]
    public void A_chain_knows_the_columns_of_dense_and_flagged_clips_beforehand()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        var options = new LoadClipOptions { Clips = VideoSet.Clips, Selection = new ClipSelection { Placement = ClipPlacement.Dense }, FaultyVideos = VideoFaultPolicy.Flag };

        IDataView copied = ml.Video().Transforms.LoadClip("Clip", "VideoPath", options).Append(ml.Transforms.CopyColumns("Copy", "Clip")).Append(ml.Transforms.CopyColumns("Why", "ClipFault"))
            .Fit(videos).Transform(videos);

        Assert.Equal(copied.Schema["Clip"].Type, copied.Schema["Copy"].Type);
        Assert.Equal(copied.GetColumn<byte[]>("Clip").First(), copied.GetColumn<byte[]>("Copy").First());
        Assert.All(copied.GetColumn<string>("Why"), why => Assert.Empty(why));
    }

    [Fact]
    public void Whole_frames_are_stretched_to_the_fixed_size()
    {
        ClipOptions stretched = VideoSet.Clips with { FixedSize = new FrameSize(40, 20), CropSize = 112 };

        IDataView clips = Load(new ClipSelection { Crop = CropPlacement.Whole }, stretched);

        Assert.Equal("Vector<Byte, 6, 20, 40, 3>", clips.Schema["Clip"].Type.ToString());
        (string path, byte[] first) = First(clips);
        var expected = new byte[6 * 40 * 20 * 3];
        using (VideoFile file = VideoFile.Open(path))
            file.Read([3, 4, 5, 6, 7, 8], new FrameSize(40, 20), expected);
        Assert.Equal(expected, first);
    }

    [Fact]
    public void Simple_arguments_are_those_of_the_options()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        var options = new LoadClipOptions
        {
            Clips = new ClipOptions { Frames = 4, Interval = 2, CropSize = 14, ShortSide = 16 },
            Selection = new ClipSelection { Count = 2 },
            FaultyVideos = VideoFaultPolicy.Flag,
        };

        IDataView simple = ml.Video().Transforms.LoadClip("Clip", "VideoPath", frames: 4, interval: 2, size: 14, clips: 2, VideoFaultPolicy.Flag).Fit(videos).Transform(videos);
        IDataView full = ml.Video().Transforms.LoadClip("Clip", "VideoPath", options).Fit(videos).Transform(videos);

        Assert.Equal(full.Schema.Select(column => (column.Name, column.Type.ToString())), simple.Schema.Select(column => (column.Name, column.Type.ToString())));
        Assert.Equal(full.GetColumn<byte[]>("Clip"), simple.GetColumn<byte[]>("Clip"));
    }

    [Fact]
    public void Several_clips_are_no_clip_to_shuffle_or_to_embed()
    {
        IDataView clips = Load(new ClipSelection { Count = 2 });

        var fault = Assert.ThrowsAny<ArgumentException>(() => ml.Video().Transforms.SampleShuffleDegree("S", "D", "Clip").Fit(clips));

        Assert.StartsWith("Column 'Clip' is Vector<Byte, 2, 6, 16, 16, 3>; expected a vector of Byte of known size [frames, height, width, 3] (clips).", fault.Message);
    }

    [Fact]
    public void Options_are_refused_with_every_fault_at_once()
    {
        var fault = Assert.Throws<ArgumentException>(() => ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions
        {
            Clips = new ClipOptions { Frames = 1 },
            Selection = new ClipSelection { Placement = ClipPlacement.Dense, Count = 2, Crop = CropPlacement.Whole },
        }));

        Assert.Equal(
            "LoadClipOptions: Clips.Frames is 1; it must be from 2 to 1024. "
            + "Selection.Count is 2; with Placement Dense the video's length and Stride tell the number of clips, and it must be 1. "
            + "Selection.Crop is Whole; it needs a Clips.FixedSize, since frames that keep their shape are not all of one size.",
            fault.Message);
    }

    [Fact]
    public void Paths_may_be_relative_and_of_any_letters()
    {
        string folder = Path.Join(set.Folder, "Überlänge 影片 'x'");
        Directory.CreateDirectory(folder);
        string path = set.AddVideo(Path.Join(Path.GetFileName(folder), "смех 🎬.avi"), VideoSet.Frames);
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        IDataView videos = ml.Data.LoadFromEnumerable(new[] { new VideoRow { VideoPath = path }, new VideoRow { VideoPath = relative } });

        byte[][] read = Load(new ClipSelection(), videos: videos).GetColumn<byte[]>("Clip").ToArray();

        Assert.Equal(ClipReader.ReadUniform(path, VideoSet.Clips, 1), read[0]);
        Assert.Equal(read[0], read[1]);
    }

    [Fact]
    public async Task Four_threads_read_one_view_in_turns_and_see_the_same()
    {
        IDataView clips = Load(new ClipSelection { Placement = ClipPlacement.Random, Count = 2, Crop = CropPlacement.Random });
        byte[][] expected = clips.GetColumn<byte[]>("Clip").ToArray();
        DataViewSchema.Column column = clips.Schema["Clip"];
        using var turns = new Barrier(4);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                using DataViewRowCursor cursor = clips.GetRowCursor([column]);
                ValueGetter<VBuffer<byte>> get = cursor.GetGetter<VBuffer<byte>>(column);
                VBuffer<byte> value = default;
                for (int row = 0; row < expected.Length; row++)
                {
                    turns.SignalAndWait(TimeSpan.FromMinutes(1));   // all cursors stand at the same row
                    Assert.True(cursor.MoveNext());
                    get(ref value);
                    Assert.True(value.GetValues().SequenceEqual(expected[row]));
                }

                Assert.False(cursor.MoveNext());
            },
            TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void A_cursor_that_is_left_in_the_middle_lets_its_file_go()
    {
        string[] paths = [set.AddVideo("left.avi", VideoSet.Frames), set.AddVideo("later.avi", VideoSet.Frames)];
        IDataView clips = Load(new ClipSelection(), videos: ml.Data.LoadFromEnumerable(paths.Select(path => new VideoRow { VideoPath = path }).ToArray()));
        DataViewSchema.Column column = clips.Schema["Clip"];

        using (DataViewRowCursor cursor = clips.GetRowCursor([column]))
        {
            VBuffer<byte> value = default;
            cursor.MoveNext();
            cursor.GetGetter<VBuffer<byte>>(column)(ref value);
        }

        Assert.DoesNotContain(OpenFiles(), open => paths.Contains(open));
        Assert.Equal(2, clips.GetColumn<byte[]>("Clip").Count());
    }

    [Fact]
    public void A_thousand_rows_of_the_same_files_are_read_without_more_memory()
    {
        string[] files = Directory.GetFiles(set.Folder, "?.avi", SearchOption.AllDirectories);
        IDataView clips = Load(new ClipSelection(), videos: ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(row => new VideoRow { VideoPath = files[row % files.Length] }).ToArray()));
        DataViewSchema.Column column = clips.Schema["Clip"];
        using DataViewRowCursor cursor = clips.GetRowCursor([column]);
        ValueGetter<VBuffer<byte>> get = cursor.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> value = default;
        long before = 0;
        while (cursor.MoveNext())
        {
            get(ref value);
            if (cursor.Position == 100)
                before = GC.GetTotalMemory(forceFullCollection: true);
        }

        // 900 clips that were kept would be 4 MB
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1_000_000);
    }

    [Fact]
    public void Clips_become_numbers_that_a_trainer_learns_from_without_the_faulty_video()
    {
        string[] files = [.. Directory.GetFiles(set.Folder, "?.avi", SearchOption.AllDirectories), "missing.avi"];
        IDataView videos = ml.Data.LoadFromEnumerable(files.Select(file => new VideoRow { VideoPath = file, Label = Path.GetFileName(Path.GetDirectoryName(file)!) }).ToArray());
        var pipeline = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips, FaultyVideos = VideoFaultPolicy.Skip })
            .Append(ml.Transforms.CustomMapping<ClipBytes, ClipMeans>((clip, means) => means.Means = [.. clip.Clip.Chunk(6 * 16 * 3).Select(row => (float)row.Average(value => value))], contractName: null))
            .Append(ml.Transforms.Concatenate("Features", "Means"))
            .Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

        IDataView told = pipeline.Fit(videos).Transform(videos);

        Assert.Equal(files[..10], told.GetColumn<string>("VideoPath"));
        Assert.All(told.GetColumn<string>("PredictedLabel"), label => Assert.True(label is "across" or "down"));
    }

    private static IEnumerable<string> OpenFiles() => OperatingSystem.IsLinux()
        ? new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(file => file.LinkTarget ?? "")
        : [];

    private IDataView Load(ClipSelection selection, ClipOptions? options = null, IDataView? videos = null)
    {
        videos ??= ml.Video().LoadFromFolder(Path.Join(set.Folder, "down"));
        return ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = options ?? VideoSet.Clips, Selection = selection }).Fit(videos).Transform(videos);
    }

    private static (string Path, byte[] Clip) First(IDataView clips) => (clips.GetColumn<string>("VideoPath").First(), clips.GetColumn<byte[]>("Clip").First());

    private sealed class ClipBytes
    {
        [VectorType(6, 16, 16, 3)]
        public byte[] Clip { get; set; } = [];
    }

    private sealed class ClipMeans
    {
        [VectorType(16)]
        public float[] Means { get; set; } = [];
    }
}

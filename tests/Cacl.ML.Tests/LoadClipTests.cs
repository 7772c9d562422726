using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class LoadClipTests(VideoSet set) : IClassFixture<VideoSet>
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void A_clip_is_the_middle_of_the_video_and_of_its_frames()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);

        IDataView clips = Loader().Fit(videos).Transform(videos);

        Assert.Equal("Vector<Byte, 6, 16, 16, 3>", clips.Schema["Clip"].Type.ToString());
        // 12 frames leave 3 on either side of a clip of 6; 44 x 36 pixels shrink to 22 x 18
        var size = new FrameSize(22, 18);
        byte[] whole = new byte[6 * size.ByteCount], middle = new byte[6 * 16 * 16 * 3];
        using (VideoFile file = VideoFile.Open(videos.GetColumn<string>("VideoPath").First()))
            file.Read([3, 4, 5, 6, 7, 8], size, whole);
        new RawClip(whole, size).Crop(6, left: 3, top: 1, 16, middle);
        Assert.Equal(middle, clips.GetColumn<byte[]>("Clip").First());
    }

    [Fact]
    public void Videos_are_opened_when_a_clip_is_read_and_not_before()
    {
        string gone = set.AddVideo("gone.avi", VideoSet.Frames);
        IDataView videos = ml.Data.LoadFromEnumerable(new[] { new VideoRow { VideoPath = gone } });
        IDataView clips = Loader().Fit(videos).Transform(videos);
        File.Delete(gone);

        Assert.Equal(gone, clips.GetColumn<string>("VideoPath").Single());
        var fault = Assert.Throws<VideoException>(() => clips.GetColumn<byte[]>("Clip").Single());

        Assert.Equal(VideoFault.Missing, fault.Fault);
        Assert.Contains(gone, fault.Message);
    }

    [Fact]
    public void Random_places_follow_from_seed_epoch_and_path()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        var load = (int seed, int epoch) => ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips, Selection = new ClipSelection { Placement = ClipPlacement.Random, Crop = CropPlacement.Random }, Seed = seed, Epoch = epoch })
            .Fit(videos).Transform(videos).GetColumn<byte[]>("Clip").ToArray();

        Assert.Equal(load(1, 0), load(1, 0));
        Assert.NotEqual(load(1, 0), load(2, 0));
        Assert.NotEqual(load(1, 0), load(1, 1));
        Assert.Equal(load(1, 1), load(1, 1));
        Assert.Equal("LoadClipOptions: Epoch is -1; it must be at least 0.", Assert.Throws<ArgumentException>(() => load(1, -1)).Message);
    }

    [Fact]
    public void A_video_of_an_index_gives_the_same_clip_and_is_not_counted()
    {
        using var own = new VideoSet();
        IDataView videos = ml.Video().LoadFromFolder(own.Folder);
        var load = (VideoIndex? index) => ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips, Index = index })
            .Fit(videos).Transform(videos).GetColumn<byte[]>("Clip").ToArray();
        VideoIndex examined = VideoIndex.Examine(videos.GetColumn<string>("VideoPath"), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(load(null), load(examined));
        // An index that says less is believed, which shows that the file is not counted: the middle is another.
        string file = Path.Join(own.Folder, "index.jsonl");
        examined.Save(file);
        File.WriteAllText(file, File.ReadAllText(file).Replace("rameCount\":12", "rameCount\":8"));
        var first = new FrameSize(22, 18);
        byte[] whole = new byte[6 * first.ByteCount], middle = new byte[6 * 16 * 16 * 3];
        using (VideoFile video = VideoFile.Open(videos.GetColumn<string>("VideoPath").First()))
            video.Read([1, 2, 3, 4, 5, 6], first, whole);
        new RawClip(whole, first).Crop(6, left: 3, top: 1, 16, middle);
        Assert.Equal(middle, load(VideoIndex.Load(file))[0]);
    }

    [Fact]
    public void How_files_are_read_reaches_the_decoder()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        var options = new LoadClipOptions { Clips = VideoSet.Clips with { Reading = new VideoReadOptions { MostPixels = 100 } } };

        var fault = Assert.Throws<VideoException>(() => ml.Video().Transforms.LoadClip("Clip", "VideoPath", options).Fit(videos).Transform(videos).GetColumn<byte[]>("Clip").First());

        Assert.Equal(VideoFault.TooLarge, fault.Fault);
    }

    [Fact]
    public void A_missing_column_is_named_with_those_that_are_there()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);

        var fault = Assert.ThrowsAny<ArgumentException>(() => ml.Video().Transforms.LoadClip("Clip", "Path").Fit(videos));

        Assert.StartsWith("Column 'Path' is missing; expected text (paths of videos). There are: VideoPath, Label.", fault.Message);
    }

    [Fact]
    public void A_column_of_another_type_is_named_with_its_type()
    {
        IDataView numbers = ml.Data.LoadFromEnumerable(new[] { new { VideoPath = 3f } });

        var fault = Assert.ThrowsAny<ArgumentException>(() => Loader().Fit(numbers));

        Assert.StartsWith("Column 'VideoPath' is Single; expected text (paths of videos).", fault.Message);
    }

    [Fact]
    public void A_chain_refuses_a_wrong_column_before_it_reads_a_video()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        var pipeline = ml.Transforms.CopyColumns("Copy", "Label").Append(Loader("Nowhere"));

        var fault = Assert.ThrowsAny<ArgumentException>(() => pipeline.Fit(videos));

        Assert.Contains("Column 'Nowhere' is missing", fault.Message);
        Assert.Contains("Copy", fault.Message);
    }

    [Fact]
    public void Options_are_checked_at_once_and_all_faults_told()
    {
        var fault = Assert.Throws<ArgumentException>(() => ml.Video().Transforms.LoadClip("Clip", "VideoPath", frames: 1, interval: 0, size: 0));

        Assert.Equal(
            "LoadClip(frames: 1, interval: 0, size: 0, clips: 1): LoadClipOptions: Clips.Frames is 1; it must be from 2 to 1024. Clips.Interval is 0; it must be from 1 to 1000. "
            + "Clips.CropSize is 0; it must be from 8 to 4096 pixels. Clips.ShortSide is 0; it must be from CropSize (0) to 4096 pixels.",
            fault.Message);
    }

    [Fact]
    public void Cursors_side_by_side_each_read_their_own_row()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        IDataView clips = Loader().Fit(videos).Transform(videos);
        byte[][] expected = clips.GetColumn<byte[]>("Clip").ToArray();
        DataViewSchema.Column column = clips.Schema["Clip"];

        Parallel.For(0, 4, _ =>
        {
            using DataViewRowCursor cursor = clips.GetRowCursor([column]);
            ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(column);
            VBuffer<byte> value = default;
            while (cursor.MoveNext())
            {
                getter(ref value);
                Assert.True(value.GetValues().SequenceEqual(expected[cursor.Position]));
            }
        });
    }

    private LoadClipEstimator Loader(string input = "VideoPath") => ml.Video().Transforms.LoadClip("Clip", input, new LoadClipOptions { Clips = VideoSet.Clips });
}

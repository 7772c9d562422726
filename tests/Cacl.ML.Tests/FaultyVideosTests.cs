using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public sealed class FaultyVideosTests : IDisposable
{
    private readonly FaultyRows faulty = new();
    private readonly MLContext ml;

    public FaultyVideosTests() => ml = faulty.Context;

    public void Dispose() => faulty.Dispose();

    [Fact]
    public void By_default_the_first_faulty_video_is_thrown_with_its_file_and_row()
    {
        var fault = Assert.Throws<VideoException>(() => Load(new LoadClipOptions()).GetColumn<byte[]>("Clip").ToArray());

        Assert.Equal(faulty.Garbage, fault.Path);
        Assert.StartsWith($"Can't read the video '{faulty.Garbage}': ", fault.Message);
        Assert.EndsWith("; it is in row 1 of column 'VideoPath' (FaultyVideos is Throw; Skip leaves such rows out, Flag tells them in a column).", fault.Message);
    }

    [Fact]
    public void Flagged_rows_stay_with_zeros_and_tell_their_fault()
    {
        IDataView clips = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Flag });

        Assert.Equal(["VideoPath", "Label", "Clip", "ClipFault"], clips.Schema.Select(column => column.Name));
        Row[] read = ml.Data.CreateEnumerable<Row>(clips, reuseRowObject: false).ToArray();
        Assert.Equal(8, read.Length);
        Assert.Equal(8, clips.GetRowCount());
        Assert.Equal(["", "", ""], new[] { 0, 2, 7 }.Select(row => read[row].ClipFault));
        Assert.All(new[] { 0, 2, 7 }, row => Assert.Contains(read[row].Clip, value => value != 0));
        Assert.All(new[] { 1, 3, 4, 5, 6 }, row => Assert.Equal(new byte[6 * 16 * 16 * 3], read[row].Clip));
        Assert.Equal("Missing: there is no such file", read[3].ClipFault);
        Assert.Equal("TooShort: too short: it has 3 frames; a clip of 6 frames at interval 1 spans 6", read[4].ClipFault);
        Assert.Equal("Missing: its path is empty", read[6].ClipFault);
        Assert.Equal(read[1].ClipFault, read[5].ClipFault);
        Assert.Equal(read.Select(row => row.ClipFault), clips.GetColumn<string>("ClipFault"));
        Assert.Empty(faulty.Warnings);
    }

    [Fact]
    public void The_column_of_faults_can_be_named()
    {
        IDataView clips = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Flag, FaultColumnName = "Why" });

        Assert.Equal(TextDataViewType.Instance, clips.Schema["Why"].Type);
    }

    [Fact]
    public void A_filter_by_the_flag_leaves_what_skipping_leaves()
    {
        IDataView flagged = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Flag });
        IDataView filtered = ml.Data.FilterByCustomPredicate<Flag>(flagged, row => row.ClipFault.Length > 0);
        IDataView skipped = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Skip });

        Assert.Equal(filtered.GetColumn<byte[]>("Clip"), skipped.GetColumn<byte[]>("Clip"));
    }

    [Theory]
    [InlineData("Label")]
    [InlineData("Clip")]
    public void Skipped_rows_are_left_out_whichever_column_is_read_first(string first)
    {
        IDataView clips = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Skip });

        Assert.Null(clips.GetRowCount());
        Assert.Equal(3, first == "Label" ? clips.GetColumn<string>("Label").Count() : clips.GetColumn<byte[]>("Clip").Count());
        Assert.Equal(["row 0", "row 2", "row 7"], clips.GetColumn<string>("Label"));
        Row[] read = ml.Data.CreateEnumerable<Row>(clips, reuseRowObject: false, ignoreMissingColumns: true).ToArray();
        Assert.Equal([faulty.Sound(0), faulty.Sound(1), faulty.Sound(2)], read.Select(row => row.VideoPath));
        foreach (Row row in read)
            Assert.Equal(ClipReader.ReadUniform(row.VideoPath, VideoSet.Clips, 1), row.Clip);
    }

    [Fact]
    public void Each_skipped_file_is_reported_once_however_often_it_is_read()
    {
        var told = new SkippedList();
        IDataView clips = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Skip, Skipped = told });

        for (int pass = 0; pass < 3; pass++)
            Assert.Equal(3, clips.GetColumn<byte[]>("Clip").Count());

        Assert.Equal([faulty.Garbage, faulty.Missing, faulty.TooShort, ""], told.Select(video => video.Path));
        Assert.Equal(told.Select(video => $"Skipped {video.Path}: {video.Reason}"), faulty.Warnings);
    }

    [Fact]
    public void A_file_that_is_mended_is_no_longer_skipped()
    {
        IDataView clips = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Skip });
        Assert.Equal(3, clips.GetColumn<byte[]>("Clip").Count());

        File.Copy(faulty.Sound(3), faulty.Garbage, overwrite: true);

        Assert.Equal(["row 0", "row 1", "row 2", "row 5", "row 7"], clips.GetColumn<string>("Label"));
    }

    [Fact]
    public void A_row_that_was_kept_has_its_value_although_its_file_goes()
    {
        IDataView clips = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Skip });
        byte[][] before = clips.GetColumn<byte[]>("Clip").ToArray();   // from now on the files are known to be sound
        using DataViewRowCursor cursor = clips.GetRowCursor([clips.Schema["Clip"]]);
        ValueGetter<VBuffer<byte>> get = cursor.GetGetter<VBuffer<byte>>(clips.Schema["Clip"]);
        Assert.True(cursor.MoveNext());

        File.Delete(faulty.Sound(0));

        VBuffer<byte> clip = default;
        get(ref clip);
        Assert.Equal(before[0], clip.DenseValues());
    }

    [Fact]
    public void Positions_count_the_rows_that_are_left_and_every_cursor_of_a_set_skips()
    {
        IDataView clips = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Skip });
        DataViewSchema.Column label = clips.Schema["Label"];
        using (DataViewRowCursor cursor = clips.GetRowCursor([label]))
        {
            Assert.Equal(-1, cursor.Position);
            for (int row = 0; row < 3; row++)
            {
                Assert.True(cursor.MoveNext());
                Assert.Equal(row, cursor.Position);
            }

            Assert.False(cursor.MoveNext());
            Assert.Equal(-1, cursor.Position);
        }

        var found = new List<string>();
        foreach (DataViewRowCursor cursor in clips.GetRowCursorSet([label], 3))
        {
            using (cursor)
            {
                ValueGetter<ReadOnlyMemory<char>> get = cursor.GetGetter<ReadOnlyMemory<char>>(label);
                ReadOnlyMemory<char> text = default;
                while (cursor.MoveNext())
                {
                    get(ref text);
                    found.Add(text.ToString());
                }
            }
        }

        Assert.Equal(["row 0", "row 2", "row 7"], found.Order());
    }

    [Fact]
    public void Shuffled_taken_skipped_and_cached_rows_keep_their_clips()
    {
        IDataView clips = Load(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Skip });
        Dictionary<string, byte[]> expected = ml.Data.CreateEnumerable<Row>(clips, reuseRowObject: false, ignoreMissingColumns: true).ToDictionary(row => row.Label, row => row.Clip);

        foreach (IDataView view in new[] { ml.Data.ShuffleRows(clips, seed: 3), ml.Data.Cache(clips), ml.Data.ShuffleRows(ml.Data.Cache(clips, "Clip"), seed: 4) })
        {
            Row[] read = ml.Data.CreateEnumerable<Row>(view, reuseRowObject: false, ignoreMissingColumns: true).ToArray();
            Assert.Equal(3, read.Length);
            Assert.All(read, row => Assert.Equal(expected[row.Label], row.Clip));
        }

        Assert.Equal(["row 0", "row 2"], ml.Data.TakeRows(clips, 2).GetColumn<string>("Label"));
        Assert.Equal(["row 7"], ml.Data.SkipRows(clips, 2).GetColumn<string>("Label"));
    }

    [Fact]
    public void An_engine_refuses_to_skip_and_says_to_flag()
    {
        LoadClipTransformer skipping = Loader(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Skip }).Fit(faulty.View);

        var fault = Assert.Throws<InvalidOperationException>(() => ml.Model.CreatePredictionEngine<VideoRow, Row>(skipping));

        Assert.Equal(
            "LoadClip leaves out rows of faulty videos (FaultyVideos is Skip), so it can't answer every row, as a prediction engine or a saved model does. "
            + "Set FaultyVideos to Flag, which tells faults in a column, or to Throw.",
            fault.Message);
        Assert.Equal(fault.Message, Assert.Throws<InvalidOperationException>(() => skipping.GetRowToRowMapper(faulty.View.Schema)).Message);
    }

    [Fact]
    public void An_engine_flags_one_video_after_another()
    {
        LoadClipTransformer flagging = Loader(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Flag }).Fit(faulty.View);
        using PredictionEngine<VideoRow, Row> engine = ml.Model.CreatePredictionEngine<VideoRow, Row>(flagging);

        Assert.NotEmpty(engine.Predict(new VideoRow { VideoPath = faulty.Garbage }).ClipFault);
        Row good = engine.Predict(new VideoRow { VideoPath = faulty.Sound(0) });
        Assert.Empty(good.ClipFault);
        Assert.Equal(ClipReader.ReadUniform(faulty.Sound(0), VideoSet.Clips, 1), good.Clip);
        Assert.Equal("Missing: its path has a null character, which no file's has", engine.Predict(new VideoRow { VideoPath = "a\0b" }).ClipFault);
    }

    [Fact]
    public void A_video_that_is_used_in_part_keeps_its_clip_and_is_flagged()
    {
        string cut = Cut();
        IDataView videos = ml.Data.LoadFromEnumerable(new[] { new VideoRow { VideoPath = cut }, new VideoRow { VideoPath = faulty.Sound(0) } });

        IDataView clips = Loader(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Flag }).Fit(videos).Transform(videos);

        string[] told = clips.GetColumn<string>("ClipFault").ToArray();
        Assert.Matches("^used in part: it ended after [0-9]+ of the 40 frames that the container promises$", told[0]);
        Assert.Empty(told[1]);
        Assert.Equal(ClipReader.ReadUniform(cut, VideoSet.Clips, 1), clips.GetColumn<byte[]>("Clip").First());
        Assert.Empty(faulty.Warnings);
    }

    [Theory]
    [InlineData(VideoFaultPolicy.Throw)]
    [InlineData(VideoFaultPolicy.Skip)]
    public void A_video_that_is_used_in_part_is_told_to_the_log_once_where_no_column_tells(VideoFaultPolicy policy)
    {
        string cut = Cut();
        IDataView videos = ml.Data.LoadFromEnumerable(new[] { new VideoRow { VideoPath = cut }, new VideoRow { VideoPath = cut } });
        IDataView clips = Loader(new LoadClipOptions { FaultyVideos = policy }).Fit(videos).Transform(videos);

        for (int pass = 0; pass < 2; pass++)
            Assert.Equal(2, clips.GetColumn<byte[]>("Clip").Count());

        Assert.Matches("^Used in part .*cut.avi: it ended after [0-9]+ of the 40 frames that the container promises$", Assert.Single(faulty.Warnings));
    }

    [Fact]
    public void Settings_that_do_not_go_with_the_policy_are_all_told()
    {
        var fault = Assert.Throws<ArgumentException>(() => Loader(new LoadClipOptions { FaultColumnName = "Why", Skipped = new SkippedList() }));

        Assert.Equal(
            "LoadClipOptions: FaultColumnName is 'Why'; with FaultyVideos Throw it must be null, as only Flag adds a column. "
            + "Skipped is set; with FaultyVideos Throw it must be null, as only Skip skips videos.",
            fault.Message);
        Assert.Equal(
            "LoadClipOptions: FaultColumnName is 'Clip', which is the output column's name too.",
            Assert.Throws<ArgumentException>(() => Loader(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Flag, FaultColumnName = "Clip" })).Message);
        Assert.Equal(
            "LoadClipOptions: FaultColumnName is 'VideoPath', which is the input column's name too.",
            Assert.Throws<ArgumentException>(() => Loader(new LoadClipOptions { FaultyVideos = VideoFaultPolicy.Flag, FaultColumnName = "VideoPath" })).Message);
        Assert.Equal(
            "LoadClipOptions: FaultyVideos is 7; it must be one of Throw, Skip, Flag.",
            Assert.Throws<ArgumentException>(() => Loader(new LoadClipOptions { FaultyVideos = (VideoFaultPolicy)7 })).Message);
    }

    /// <summary>A video that lacks its last frames, though not so many that it is refused.</summary>
    private string Cut()
    {
        string path = faulty.Set.AddVideo("cut.avi", 40);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length * 9 / 10)]);
        return path;
    }

    private LoadClipEstimator Loader(LoadClipOptions options) => ml.Video().Transforms.LoadClip("Clip", "VideoPath", options with { Clips = VideoSet.Clips });

    private IDataView Load(LoadClipOptions options) => Loader(options).Fit(faulty.View).Transform(faulty.View);

    private sealed class Flag
    {
        public string ClipFault { get; set; } = "";
    }

    private sealed class Row
    {
        public string VideoPath { get; set; } = "";

        public string Label { get; set; } = "";

        public byte[] Clip { get; set; } = [];

        public string ClipFault { get; set; } = "";
    }
}

using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class SampleShuffleDegreeTests(VideoSet set) : IClassFixture<VideoSet>
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void The_shuffled_clip_has_the_frames_in_the_told_order_and_the_orders_degree()
    {
        foreach (Row row in Rows(Shuffled()))
        {
            const int frame = 16 * 16 * 3;
            for (int place = 0; place < 6; place++)
                Assert.Equal(row.Clip.AsSpan(row.FrameOrder[place] * frame, frame), row.ShuffledClip.AsSpan(place * frame, frame));
            Assert.Equal((uint)ShuffleDegree.Of(row.FrameOrder), row.ShuffleDegree);
        }
    }

    [Fact]
    public void Types_are_those_of_the_clip_a_number_and_a_vector_of_frames()
    {
        DataViewSchema schema = Shuffled().Schema;

        Assert.Equal(schema["Clip"].Type, schema["ShuffledClip"].Type);
        Assert.Equal(NumberDataViewType.UInt32, schema["ShuffleDegree"].Type);
        Assert.Equal("Vector<Int32, 6>", schema["FrameOrder"].Type.ToString());
    }

    [Fact]
    public void Every_cursor_draws_the_same_and_rows_differ()
    {
        IDataView shuffled = Shuffled();

        int[][] first = shuffled.GetColumn<int[]>("FrameOrder").ToArray(), second = shuffled.GetColumn<int[]>("FrameOrder").ToArray();

        Assert.Equal(first, second);
        Assert.True(first.Select(order => string.Join(",", order)).Distinct().Count() > 3);
        Assert.NotEqual(first, Shuffled(seed: 2).GetColumn<int[]>("FrameOrder"));
    }

    [Fact]
    public void A_row_keeps_its_order_when_rows_are_shuffled()
    {
        IDataView shuffled = Shuffled();

        Assert.Equal(
            Rows(shuffled).OrderBy(row => row.VideoPath).Select(row => row.FrameOrder),
            Rows(ml.Data.ShuffleRows(shuffled, seed: 4)).OrderBy(row => row.VideoPath).Select(row => row.FrameOrder));
    }

    [Fact]
    public void A_clip_is_shuffled_the_same_in_whichever_row_it_stands()
    {
        IDataView all = Shuffled();
        IDataView last = ml.Data.SkipRows(Videos(), 9);

        Assert.Equal(all.GetColumn<int[]>("FrameOrder").Last(), Pipeline(1).Fit(last).Transform(last).GetColumn<int[]>("FrameOrder").Single());
    }

    [Fact]
    public void A_degree_is_a_label_that_a_trainer_takes()
    {
        IDataView shuffled = Shuffled();

        IDataView keyed = ml.Transforms.Conversion.MapValueToKey("Label", "ShuffleDegree").Fit(shuffled).Transform(shuffled);

        Assert.All(keyed.GetColumn<uint>("Label"), key => Assert.NotEqual(0u, key));
    }

    [Fact]
    public void An_engine_shuffles_a_single_clip()
    {
        using PredictionEngine<VideoRow, Row> engine = ml.Model.CreatePredictionEngine<VideoRow, Row>(Pipeline(1).Fit(Videos()));

        Row row = engine.Predict(new VideoRow { VideoPath = Videos().GetColumn<string>("VideoPath").First() });

        Assert.Equal((uint)ShuffleDegree.Of(row.FrameOrder), row.ShuffleDegree);
        Assert.Equal(row.Clip.Order(), row.ShuffledClip.Order());
    }

    [Fact]
    public void A_column_that_holds_no_clips_is_refused()
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => ml.Video().Transforms.SampleShuffleDegree("S", "D", "Label").Fit(Videos()));

        Assert.StartsWith("Column 'Label' is String; expected a vector of Byte of known size [frames, height, width, 3] (clips).", fault.Message);
    }

    [Fact]
    public void Options_are_refused_with_every_fault_at_once()
    {
        var fault = Assert.Throws<ArgumentException>(() => ml.Video().Transforms.SampleShuffleDegree("S", "S", "Clip", new SampleShuffleDegreeOptions { Sampling = (ShuffleSampling)99, OrderColumnName = "" }));

        Assert.StartsWith("SampleShuffleDegreeOptions: Sampling is 99; it must be one of ", fault.Message);
        Assert.EndsWith("OrderColumnName is empty; it must be null or a name. The columns of clips, degrees and orders are 'S', 'S' and ''; their names must differ.", fault.Message);
    }

    [Fact]
    public void A_clip_of_one_frame_has_no_order()
    {
        IDataView single = ml.Data.LoadFromEnumerable(new[] { new Still() });

        var fault = Assert.ThrowsAny<ArgumentException>(() => ml.Video().Transforms.SampleShuffleDegree("S", "D", "Clip").Fit(single));

        Assert.StartsWith("Column 'Clip' has clips of 1 frames; their order can be shuffled from 2 to 1024 frames.", fault.Message);
    }

    private IDataView Videos() => ml.Video().LoadFromFolder(set.Folder);

    private EstimatorChain<SampleShuffleDegreeTransformer> Pipeline(int seed) =>
        ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips })
            .Append(ml.Video().Transforms.SampleShuffleDegree("ShuffledClip", "ShuffleDegree", "Clip", new SampleShuffleDegreeOptions { Seed = seed, OrderColumnName = "FrameOrder" }));

    private IDataView Shuffled(int seed = 1) => Pipeline(seed).Fit(Videos()).Transform(Videos());

    private Row[] Rows(IDataView data) => ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).ToArray();

    private sealed class Still
    {
        [VectorType(1, 4, 4, 3)]
        public byte[] Clip { get; set; } = new byte[48];
    }

    private sealed class Row
    {
        public string VideoPath { get; set; } = "";

        public byte[] Clip { get; set; } = [];

        public byte[] ShuffledClip { get; set; } = [];

        public uint ShuffleDegree { get; set; }

        public int[] FrameOrder { get; set; } = [];
    }
}

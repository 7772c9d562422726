using Microsoft.ML;
using Microsoft.ML.Data;

namespace Packages.Tests.MicrosoftML;

public class DataViewTests
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void Objects_come_back_as_they_went_in()
    {
        Everything[] rows = [new() { Text = "a", Number = 1, Vector = [1, 2, 3], Texts = ["x", "y"], Flag = true, Bytes = new VBuffer<byte>(2, [7, 8]) }, new() { Text = "b", Number = -2, Vector = [4, 5, 6] }];

        Everything[] back = ml.Data.CreateEnumerable<Everything>(ml.Data.LoadFromEnumerable(rows), reuseRowObject: false).ToArray();

        Assert.Equal(["a", "b"], back.Select(row => row.Text));
        Assert.Equal([1, -2], back.Select(row => row.Number));
        Assert.Equal(new float[] { 1, 2, 3 }, back[0].Vector);
        Assert.Equal(["x", "y"], back[0].Texts);
        Assert.Equal([7, 8], back[0].Bytes.DenseValues());
        Assert.True(back[0].Flag);
        Assert.NotSame(back[0], back[1]);
    }

    [Fact]
    public void A_key_counts_from_zero_in_an_object_and_from_one_in_a_column()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new uint[] { 0, 1, 2, 3 }.Select(key => new Keyed { Key = key }).ToList());

        Assert.Equal([1u, 2u, 3u, 0u], data.GetColumn<uint>("Key"));
        Assert.Equal([1u, 2u, 3u, 0u], ml.Data.CreateEnumerable<Keyed>(data, reuseRowObject: false).Select(row => row.Key));
    }

    [Fact]
    public void The_schema_says_what_attributes_say()
    {
        DataViewSchema schema = ml.Data.LoadFromEnumerable(new List<Everything>()).Schema;

        Assert.Equal("String", schema["Text"].Type.ToString());
        Assert.Equal("Vector<Single, 3>", schema["Vector"].Type.ToString());
        Assert.Equal("Vector<String>", schema["Texts"].Type.ToString());
        Assert.Equal("Vector<Byte>", schema["Bytes"].Type.ToString());
        Assert.Equal("Key<UInt32, 0-9>", schema["Klass"].Type.ToString());
        Assert.Equal("Int32", schema["Renamed"].Type.ToString());
        Assert.Null(schema.GetColumnOrNull("Number"));
        Assert.Null(schema.GetColumnOrNull("Ignored"));
    }

    [Fact]
    public void A_sequence_is_read_lazily_and_anew_by_every_cursor()
    {
        int produced = 0;
        IEnumerable<Point> Produce()
        {
            for (int i = 0; i < 3; i++)
            {
                produced++;
                yield return new Point { X = i };
            }
        }

        IDataView data = ml.Data.LoadFromEnumerable(Produce());
        Assert.Equal(0, produced);
        Assert.Null(data.GetRowCount());

        Assert.Equal([0, 1, 2], data.GetColumn<float>("X"));
        Assert.Equal([0, 1, 2], data.GetColumn<float>("X"));
        Assert.Equal(6, produced);
    }

    [Fact]
    public void A_list_knows_its_row_count()
    {
        Assert.Equal(4, ml.Data.LoadFromEnumerable(Points.Clusters(4)).GetRowCount());
    }

    [Fact]
    public void Cursors_over_one_view_move_independently()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(4));
        DataViewSchema.Column column = data.Schema["X"];
        using DataViewRowCursor first = data.GetRowCursor([column]), second = data.GetRowCursor([column]);
        ValueGetter<float> x1 = first.GetGetter<float>(column), x2 = second.GetGetter<float>(column);
        float a = 0, b = 0;

        first.MoveNext();
        first.MoveNext();
        second.MoveNext();
        x1(ref a);
        x2(ref b);

        Assert.Equal(Points.Clusters(4)[1].X, a);
        Assert.Equal(Points.Clusters(4)[0].X, b);
        Assert.Equal(1, first.Position);
        Assert.Equal(0, second.Position);
    }

    [Fact]
    public void Position_is_minus_one_before_the_first_row_and_after_the_last()
    {
        using DataViewRowCursor cursor = ml.Data.LoadFromEnumerable(Points.Clusters(1)).GetRowCursor([]);

        Assert.Equal(-1, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_column_that_was_not_asked_for_has_no_getter()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(2));
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["X"]]);

        Assert.True(cursor.IsColumnActive(data.Schema["X"]));
        Assert.False(cursor.IsColumnActive(data.Schema["Y"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<float>(data.Schema["Y"]));
    }

    [Fact]
    public void A_getter_of_another_type_is_refused()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(2));
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["X"]]);

        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(data.Schema["X"]));
    }

    [Fact]
    public void The_last_column_of_a_name_hides_the_earlier_ones()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(3));

        IDataView copied = ml.Transforms.CopyColumns("X", "Y").Fit(data).Transform(data);

        DataViewSchema.Column[] columns = copied.Schema.Where(column => column.Name == "X").ToArray();
        Assert.Equal([true, false], columns.Select(column => column.IsHidden));
        Assert.Equal(columns[1].Index, copied.Schema["X"].Index);
        Assert.Equal(data.GetColumn<float>("Y"), copied.GetColumn<float>("X"));
        Assert.Equal(data.GetColumn<float>("X"), copied.GetColumn<float>(columns[0]));
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(3));

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => data.Schema["Z"]);

        Assert.Contains("Z", fault.Message);
    }

    [Fact]
    public void Rows_are_taken_and_skipped()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(9));
        float[] all = data.GetColumn<float>("X").ToArray();

        Assert.Equal(all[..2], ml.Data.TakeRows(data, 2).GetColumn<float>("X"));
        Assert.Equal(all[7..], ml.Data.SkipRows(data, 7).GetColumn<float>("X"));
    }

    [Fact]
    public void Rows_are_filtered_by_a_range_that_lacks_its_upper_bound()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 6).Select(i => new Point { X = i }).ToList());

        Assert.Equal([2, 3], ml.Data.FilterRowsByColumn(data, "X", 2, 4).GetColumn<float>("X"));
    }

    [Fact]
    public void A_predicate_says_which_rows_are_left_out()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(6));

        IDataView rest = ml.Data.FilterByCustomPredicate<Point>(data, point => point.Label == "north");

        Assert.Equal(["east", "west", "east", "west"], rest.GetColumn<string>("Label"));
    }

    [Fact]
    public void A_shuffle_keeps_every_row_and_follows_its_seed()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i => new Point { X = i }).ToList());

        float[] shuffled = ml.Data.ShuffleRows(data, seed: 3).GetColumn<float>("X").ToArray();

        Assert.NotEqual(data.GetColumn<float>("X"), shuffled);
        Assert.Equal(data.GetColumn<float>("X"), shuffled.Order());
        Assert.Equal(shuffled, ml.Data.ShuffleRows(data, seed: 3).GetColumn<float>("X"));
    }

    [Fact]
    public void A_split_parts_the_rows_and_stays_the_same()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(i => new Point { X = i }).ToList());

        DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(data, testFraction: .25, seed: 1);

        float[] train = split.TrainSet.GetColumn<float>("X").ToArray(), test = split.TestSet.GetColumn<float>("X").ToArray();
        Assert.InRange(test.Length, 70, 130);
        Assert.Equal(400, train.Concat(test).Distinct().Count());
        Assert.Equal(test, split.TestSet.GetColumn<float>("X"));
        Assert.Equal(test, ml.Data.TrainTestSplit(data, testFraction: .25, seed: 1).TestSet.GetColumn<float>("X"));
    }

    [Fact]
    public void A_sampling_key_keeps_its_rows_together()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(i => new Point { X = i, Label = $"group {i % 40}" }).ToList());

        DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(data, .3, "Label");

        Assert.NotEmpty(split.TestSet.GetColumn<string>("Label"));
        Assert.Empty(split.TrainSet.GetColumn<string>("Label").Intersect(split.TestSet.GetColumn<string>("Label")));
    }

    [Fact]
    public void A_cache_reads_its_source_once_for_each_column()
    {
        int mapped = 0;
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(5));
        IDataView mapping = ml.Transforms.CustomMapping<Point, Features>((point, features) =>
        {
            mapped++;
            features.Values = [point.X, 0, 0];
        }, null).Fit(data).Transform(data);

        IDataView cached = ml.Data.Cache(mapping);
        Assert.Equal(0, mapped);
        float[][] first = cached.GetColumn<float[]>("Values").ToArray(), second = cached.GetColumn<float[]>("Values").ToArray();

        Assert.Equal(5, mapped);
        Assert.Equal(first, second);
        Assert.Equal(Points.Clusters(5).Select(point => point.X), first.Select(row => row[0]));
        Assert.Equal(5, cached.GetRowCount());
    }

    [Fact]
    public void Reading_from_a_cache_does_not_let_a_caller_change_it()
    {
        IDataView cached = ml.Data.Cache(ml.Data.LoadFromEnumerable(new List<Everything> { new() { Vector = [1, 2, 3] } }));
        using (DataViewRowCursor cursor = cached.GetRowCursor([cached.Schema["Vector"]]))
        {
            VBuffer<float> value = default;
            cursor.MoveNext();
            cursor.GetGetter<VBuffer<float>>(cached.Schema["Vector"])(ref value);
            VBufferEditor.CreateFromBuffer(ref value).Values.Clear();
        }

        Assert.Equal(new float[] { 1, 2, 3 }, cached.GetColumn<float[]>("Vector").Single());
    }

    [Fact]
    public void A_missing_member_column_is_named_or_ignored()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(2));

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => ml.Data.CreateEnumerable<Features>(data, reuseRowObject: false));
        Assert.Contains("Could not find  column 'Values'", fault.Message);
        Assert.Equal(2, ml.Data.CreateEnumerable<Features>(data, reuseRowObject: false, ignoreMissingColumns: true).Count());
    }

    private sealed class Keyed
    {
        [KeyType(3)]
        public uint Key { get; set; }
    }

    private sealed class Everything
    {
        public string Text { get; set; } = "";

        [ColumnName("Renamed")]
        public int Number { get; set; }

        [VectorType(3)]
        public float[] Vector { get; set; } = [0, 0, 0];

        public string[] Texts { get; set; } = [];

        public VBuffer<byte> Bytes { get; set; }

        [KeyType(10)]
        public uint Klass { get; set; }

        public bool Flag { get; set; }

        [NoColumn]
        public object? Ignored { get; set; }
    }
}

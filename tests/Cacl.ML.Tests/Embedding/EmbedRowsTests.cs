using Cacl.Clips;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class EmbedRowsTests(VideoSet set) : IClassFixture<VideoSet>
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void Other_columns_stay_with_their_row()
    {
        Row[] rows = Many(30);
        IDataView view = ml.Data.LoadFromEnumerable(rows);
        using EmbedTransformer transformer = Embed(view);

        EmbeddedRow[] embedded = [.. ml.Data.CreateEnumerable<EmbeddedRow>(transformer.Transform(view), reuseRowObject: false)];

        Assert.Equal(rows.Select(row => (row.VideoPath, row.Text, row.Number)), embedded.Select(row => (row.VideoPath, row.Text, row.Number)));
        Assert.Equal(rows.Select(row => row.Numbers), embedded.Select(row => row.Numbers));
        Assert.All(embedded, row => EncoderFile.AssertClose(EncoderFile.Features(row.VideoPath), row.Features));
    }

    [Fact]
    public void Rows_keep_their_ids_and_places()
    {
        IDataView view = ml.Data.FilterByCustomPredicate<Row>(ml.Data.LoadFromEnumerable(Many(20)), row => row.Number % 3 == 0);
        using EmbedTransformer transformer = Embed(view);

        Assert.Equal(Ids(view, "VideoPath"), Ids(transformer.Transform(view), "Features"));
    }

    [Fact]
    public void Cursors_side_by_side_each_read_their_own_rows()
    {
        IDataView view = ml.Data.LoadFromEnumerable(Many(10));
        using EmbedTransformer transformer = Embed(view);
        IDataView embedded = transformer.Transform(view);
        DataViewSchema.Column features = embedded.Schema["Features"], path = embedded.Schema["VideoPath"];

        Parallel.For(0, 4, _ =>
        {
            using DataViewRowCursor cursor = embedded.GetRowCursor([features, path]);
            ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(features);
            ValueGetter<ReadOnlyMemory<char>> getPath = cursor.GetGetter<ReadOnlyMemory<char>>(path);
            VBuffer<float> vector = default;
            ReadOnlyMemory<char> name = default;
            int rows = 0;
            for (; cursor.MoveNext(); rows++)
            {
                getPath(ref name);
                getFeatures(ref vector);
                EncoderFile.AssertClose(EncoderFile.Features(name.ToString()), [.. vector.DenseValues()]);
            }

            Assert.Equal(10, rows);
        });
    }

    [Fact]
    public void Cursors_of_a_set_share_the_rows()
    {
        IDataView view = ml.Data.LoadFromEnumerable(Many(10));
        using EmbedTransformer transformer = Embed(view);
        IDataView embedded = transformer.Transform(view);
        DataViewSchema.Column path = embedded.Schema["VideoPath"], features = embedded.Schema["Features"];
        var seen = new List<string>();

        foreach (DataViewRowCursor cursor in embedded.GetRowCursorSet([path, features], 2))
        {
            using (cursor)
            {
                ValueGetter<ReadOnlyMemory<char>> getPath = cursor.GetGetter<ReadOnlyMemory<char>>(path);
                ReadOnlyMemory<char> name = default;
                while (cursor.MoveNext())
                {
                    getPath(ref name);
                    seen.Add(name.ToString());
                }
            }
        }

        Assert.Equal(view.GetColumn<string>("VideoPath").Order(), seen.Order());
    }

    [Fact]
    public void A_look_at_three_rows_reads_no_more_than_four()
    {
        int read = 0;
        IDataView view = ml.Data.LoadFromEnumerable(Counted());
        using EmbedTransformer transformer = Embed(ml.Data.LoadFromEnumerable(Many(1)));

        Assert.Equal(3, transformer.Transform(view).GetColumn<float[]>("Features").Take(3).Count());

        Assert.InRange(read, 3, 4);

        IEnumerable<Row> Counted()
        {
            foreach (Row row in Many(10))
            {
                read++;
                yield return row;
            }
        }
    }

    [Fact]
    public void Rows_ahead_are_limited_by_what_a_run_takes_and_by_the_processors()
    {
        int read = 0, ahead = 0, taken = 0;
        IDataView view = ml.Data.LoadFromEnumerable(Counted());
        using EmbedTransformer transformer = Embed(ml.Data.LoadFromEnumerable(Many(1)));

        foreach (float[] _ in transformer.Transform(view).GetColumn<float[]>("Features"))
            ahead = Math.Max(ahead, read - ++taken);

        Assert.Equal(100, taken);
        Assert.InRange(ahead, 1, Environment.ProcessorCount + 2);

        IEnumerable<Row> Counted()
        {
            foreach (Row row in Many(100))
            {
                read++;
                yield return row;
            }
        }
    }

    [Fact]
    public void Nothing_is_read_where_no_vector_is_asked_for()
    {
        IDataView view = ml.Data.LoadFromEnumerable(new[] { new Row { VideoPath = set.Add("unread.avi", [1, 2, 3]), Text = "one" } });
        using EmbedTransformer transformer = Embed(view);

        Assert.Equal(["one"], transformer.Transform(view).GetColumn<string>("Text"));
        Assert.Throws<VideoException>(() => transformer.Transform(view).GetColumn<float[]>("Features").ToArray());
    }

    [Fact]
    public void A_vector_that_is_not_asked_for_in_a_row_fails_nothing()
    {
        IDataView view = ml.Data.LoadFromEnumerable(new[] { Many(1)[0], new Row { VideoPath = set.Add("second.avi", [1, 2, 3]) }, Many(1)[0] });
        using EmbedTransformer transformer = Embed(view);
        IDataView embedded = transformer.Transform(view);
        DataViewSchema.Column features = embedded.Schema["Features"];
        using DataViewRowCursor cursor = embedded.GetRowCursor([features]);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(features);
        VBuffer<float> vector = default;

        while (cursor.MoveNext())
        {
            if (cursor.Position != 1)
                get(ref vector);
            else
                Assert.Throws<VideoException>(() => get(ref vector));
        }

        EncoderFile.AssertClose(EncoderFile.Features(Many(1)[0].VideoPath), [.. vector.DenseValues()]);
    }

    [Fact]
    public void An_error_of_the_rows_below_is_told_at_its_row()
    {
        string garbage = set.Add("below.avi", [1, 2, 3]);
        Row[] rows = Many(10);
        rows[7].VideoPath = garbage;
        IDataView view = ml.Data.LoadFromEnumerable(rows);
        var pipeline = ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips }).Append(ml.Video().Transforms.Embed("Features", "Clip", EncoderFile.Path));
        IEnumerable<float[]> features = pipeline.Fit(view).Transform(view).GetColumn<float[]>("Features");

        Assert.Equal(7, features.Take(7).Count());
        var fault = Assert.Throws<VideoException>(() => features.Take(8).Count());

        Assert.Equal(garbage, fault.Path);
    }

    [Fact]
    public void A_cursor_that_is_closed_early_leaves_no_file_and_no_work_behind()
    {
        string folder = Directory.CreateTempSubdirectory("cacl-early-").FullName;
        try
        {
            byte[] video = File.ReadAllBytes(Many(1)[0].VideoPath);
            IDataView view = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(_ => new FileContent { Bytes = video }).ToArray());
            var options = new EmbedOptions { Featurizer = new VideoFeaturizerOptions { TemporaryFolder = folder } };
            using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "Bytes", EncoderFile.Path, options).Fit(view);
            IDataView embedded = transformer.Transform(view);

            for (int moves = 1; moves < 8; moves++)
            {
                using DataViewRowCursor cursor = embedded.GetRowCursor([embedded.Schema["Features"]]);
                for (int i = 0; i < moves; i++)
                    Assert.True(cursor.MoveNext());
                cursor.Dispose();

                Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
                Assert.Equal(transformer.Featurizer.Workers, transformer.Featurizer.Working.CurrentCount);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Rows_that_were_read_take_no_memory()
    {
        byte[] video = File.ReadAllBytes(Many(1)[0].VideoPath);
        IDataView view = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(_ => new FileContent { Bytes = video }));
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "Bytes", EncoderFile.Path).Fit(view);
        long before = 0;
        int row = 0;

        foreach (float[] _ in transformer.Transform(view).GetColumn<float[]>("Features"))
        {
            if (++row == 100)
                before = GC.GetTotalMemory(forceFullCollection: true);
        }

        // 200 rows that were kept would be 3 MB in clips alone.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1_000_000);
    }

    [Fact]
    public void Vectors_of_files_are_remembered_until_the_file_changes()
    {
        string path = set.AddVideo("changing.avi", VideoSet.Frames);
        IDataView view = ml.Data.LoadFromEnumerable(new[] { new Row { VideoPath = path } });
        using EmbedTransformer transformer = Embed(view);
        IDataView embedded = transformer.Transform(view);
        float[] first = embedded.GetColumn<float[]>("Features").Single();
        byte[] content = File.ReadAllBytes(path);
        DateTime written = File.GetLastWriteTimeUtc(path);

        // Another content of the same size and time is not looked at, which shows that the vector comes from memory.
        File.WriteAllBytes(path, new byte[content.Length]);
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal(first, embedded.GetColumn<float[]>("Features").Single());

        File.SetLastWriteTimeUtc(path, written.AddSeconds(10));
        Assert.Throws<VideoException>(() => embedded.GetColumn<float[]>("Features").Single());
    }

    [Fact]
    public void Rows_with_values_that_can_not_be_held_are_embedded_one_by_one()
    {
        IDataView view = ml.Data.LoadFromEnumerable(Many(5));
        using EmbedTransformer transformer = Embed(view);
        var source = new OddView(view);

        IDataView embedded = transformer.Transform(source);

        Assert.Equal(view.GetColumn<string>("VideoPath").Select(path => EncoderFile.Features(path)[0]), embedded.GetColumn<float[]>("Features").Select(vector => vector[0]), (expected, actual) => Math.Abs(expected - actual) < 1e-2);
        using DataViewRowCursor cursor = embedded.GetRowCursor(embedded.Schema);
        Assert.True(cursor.MoveNext());
        object odd = "";
        cursor.GetGetter<object>(embedded.Schema["Odd"])(ref odd);
        Assert.Same(OddView.Value, odd);
        VBuffer<float> vector = default;
        cursor.GetGetter<VBuffer<float>>(embedded.Schema["Features"])(ref vector);
        EncoderFile.AssertClose(EncoderFile.Features(view.GetColumn<string>("VideoPath").First()), [.. vector.DenseValues()]);
    }

    [Fact]
    public void Rows_that_are_skipped_are_not_embedded_and_those_behind_them_have_their_own_vector()
    {
        string garbage = set.Add("skipped.avi", [1, 2, 3]);
        Row[] rows = Many(40);
        foreach (Row row in rows.Take(30))
            row.VideoPath = garbage;
        IDataView view = ml.Data.LoadFromEnumerable(rows);
        using EmbedTransformer transformer = Embed(view);

        float[][] features = [.. ml.Data.SkipRows(transformer.Transform(view), 30).GetColumn<float[]>("Features")];

        Assert.Equal(10, features.Length);
        Assert.All(rows.Skip(30).Zip(features), pair => EncoderFile.AssertClose(EncoderFile.Features(pair.First.VideoPath), pair.Second));
    }

    [Fact]
    public void Moves_without_a_vector_leave_no_file_and_no_work_behind()
    {
        string folder = Directory.CreateTempSubdirectory("cacl-moves-").FullName;
        try
        {
            int read = 0;
            byte[] video = File.ReadAllBytes(Many(1)[0].VideoPath);
            IDataView view = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(_ => (read++, Row: new FileContent { Bytes = video }).Row));
            var options = new EmbedOptions { Featurizer = new VideoFeaturizerOptions { TemporaryFolder = folder } };
            using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "Bytes", EncoderFile.Path, options).Fit(view);
            IDataView embedded = transformer.Transform(view);
            DataViewSchema.Column features = embedded.Schema["Features"];
            read = 0;
            using DataViewRowCursor cursor = embedded.GetRowCursor([features]);
            ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(features);
            VBuffer<float> vector = default;

            for (int move = 0; move < 500; move++)
            {
                Assert.True(cursor.MoveNext());
                if (move is > 100 and < 110)
                    get(ref vector);
                Assert.InRange(read - (move + 1), 0, Environment.ProcessorCount + 2);
            }

            cursor.Dispose();

            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
            Assert.Equal(transformer.Featurizer.Workers, transformer.Featurizer.Working.CurrentCount);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_column_can_be_asked_for_twice()
    {
        IDataView view = ml.Data.LoadFromEnumerable(Many(2));
        using EmbedTransformer transformer = Embed(view);
        IDataView embedded = transformer.Transform(view);
        DataViewSchema.Column path = embedded.Schema["VideoPath"], features = embedded.Schema["Features"];

        using DataViewRowCursor cursor = embedded.GetRowCursor([path, features, path, features]);

        Assert.True(cursor.MoveNext());
        ReadOnlyMemory<char> text = default;
        cursor.GetGetter<ReadOnlyMemory<char>>(path)(ref text);
        Assert.Equal(Many(1)[0].VideoPath, text.ToString());
    }

    [Fact]
    public void A_cursor_that_stands_on_no_row_says_so()
    {
        IDataView view = ml.Data.LoadFromEnumerable(Many(1));
        using EmbedTransformer transformer = Embed(view);
        IDataView embedded = transformer.Transform(view);
        using DataViewRowCursor cursor = embedded.GetRowCursor(embedded.Schema);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        ValueGetter<ReadOnlyMemory<char>> getPath = cursor.GetGetter<ReadOnlyMemory<char>>(embedded.Schema["VideoPath"]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(embedded.Schema["Features"]);

        AssertNoRow();
        Assert.True(cursor.MoveNext());
        VBuffer<float> vector = default;
        getFeatures(ref vector);
        Assert.False(cursor.MoveNext());
        AssertNoRow();

        void AssertNoRow()
        {
            DataViewRowId id = default;
            ReadOnlyMemory<char> path = default;
            VBuffer<float> features = default;
            Assert.Throws<InvalidOperationException>(() => getId(ref id));
            Assert.Throws<InvalidOperationException>(() => getPath(ref path));
            Assert.Throws<InvalidOperationException>(() => getFeatures(ref features));
        }
    }

    [Fact]
    public void A_getter_that_the_rows_below_refuse_fails_as_they_say()
    {
        IDataView view = ml.Data.LoadFromEnumerable(Many(1));
        using DataViewRowCursor cursor = view.GetRowCursor([]);

        // The cursor was not asked for this column.
        Exception below = Assert.ThrowsAny<Exception>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Text"]));
        Assert.Equal(below.GetType(), Assert.ThrowsAny<Exception>(() => HeldColumn.Of(cursor, view.Schema["Text"])).GetType());
    }

    [Fact]
    public void A_row_that_ends_within_a_clip_is_told_with_its_bytes()
    {
        SchemaDefinition any = SchemaDefinition.Create(typeof(FileContent));
        any["Bytes"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 0, 6, 16, 16, 3);
        const int ClipBytes = 6 * 16 * 16 * 3;
        IDataView view = ml.Data.LoadFromEnumerable(new[] { new FileContent { Bytes = new byte[2 * ClipBytes] }, new FileContent { Bytes = new byte[ClipBytes * 3 / 2] } }, any);
        using EmbedTransformer transformer = ml.Video().Transforms.Embed("Features", "Bytes", EncoderFile.Path).Fit(view);
        IEnumerable<float[]> features = transformer.Transform(view).GetColumn<float[]>("Features");

        Assert.Equal(new float[8], features.First());
        Assert.Equal(
            "Row 1 has 6912 bytes, which is no whole number of clips: 6 frames of 16 x 16 pixels are 4608 bytes.",
            Assert.Throws<InvalidDataException>(() => features.ToArray()).Message);
    }

    private EmbedTransformer Embed(IDataView view) => ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path).Fit(view);

    /// <summary>Rows over the videos, again and again.</summary>
    private Row[] Many(int count)
    {
        IReadOnlyList<VideoEntry> videos = VideoFolder.List(Path.Join(set.Folder, "down"));
        return [.. Enumerable.Range(0, count).Select(i => new Row { VideoPath = videos[i % videos.Count].Path, Text = $"row {i}", Number = i, Numbers = [i, -i] })];
    }

    private static List<(DataViewRowId, long)> Ids(IDataView view, string column)
    {
        var ids = new List<(DataViewRowId, long)>();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            getId(ref id);
            ids.Add((id, cursor.Position));
        }

        return ids;
    }

    private class Row
    {
        public string VideoPath { get; set; } = "";

        public string Text { get; set; } = "";

        public int Number { get; set; }

        public float[] Numbers { get; set; } = [];
    }

    private sealed class EmbeddedRow : Row
    {
        public float[] Features { get; set; } = [];
    }
}

using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Packages.Tests.MicrosoftML;

/// <summary>Models that are saved and loaded by another context, to which nothing was registered.</summary>
public class SavedModelTests
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void A_trained_pipeline_scores_the_same_to_the_last_bit()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 60));
        ITransformer model = ml.Transforms.Concatenate("Raw", "X", "Y")
            .Append(ml.Transforms.NormalizeMeanVariance("Features", "Raw"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Class", "Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"))
            .Append(ml.Transforms.CopyColumns("Scores", "Score"))
            .Append(ml.Transforms.DropColumns("Raw", "Features"))
            .Fit(data);

        ITransformer loaded = Reloaded(model, data.Schema, out DataViewSchema schema);

        Assert.Equal(data.Schema.Select(column => (column.Name, column.Type)), schema.Select(column => (column.Name, column.Type)));
        IDataView expected = model.Transform(data), actual = loaded.Transform(data);
        Assert.Equal(expected.Schema.Select(column => column.ToString()), actual.Schema.Select(column => column.ToString()));
        Assert.Equal(expected.GetColumn<string>("Name"), actual.GetColumn<string>("Name"));
        Assert.Equal(expected.GetColumn<float[]>("Scores"), actual.GetColumn<float[]>("Scores"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        actual.Schema["Score"].GetSlotNames(ref names);
        Assert.Equal(["north", "east", "west"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void A_loaded_pipeline_answers_row_by_row()
    {
        IReadOnlyList<Point> points = Points.Clusters(rows: 30);
        IDataView data = ml.Data.LoadFromEnumerable(points);
        ITransformer model = ml.Transforms.Concatenate("Features", "X", "Y")
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Fit(data);
        ITransformer loaded = Reloaded(model, data.Schema, out _);

        using PredictionEngine<Point, Scored> engine = ml.Model.CreatePredictionEngine<Point, Scored>(loaded);

        Assert.Equal(model.Transform(data).GetColumn<float[]>("Score"), points.Select(point => engine.Predict(point).Score.DenseValues().ToArray()));
    }

    [Fact]
    public void A_schema_keeps_hidden_columns_sizes_keys_and_annotations()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Wide() });
        data = ml.Transforms.Conversion.MapValueToKey("Name").Fit(data).Transform(data);

        Reloaded(ml.Transforms.CopyColumns("Again", "Name").Fit(data), data.Schema, out DataViewSchema schema);

        Assert.Equal(data.Schema.Select(column => (column.Name, column.Type, column.IsHidden)), schema.Select(column => (column.Name, column.Type, column.IsHidden)));
        VBuffer<ReadOnlyMemory<char>> keys = default;
        schema["Name"].GetKeyValues(ref keys);
        Assert.Equal(["one"], keys.DenseValues().Select(key => key.ToString()));
    }

    [Fact]
    public void An_expression_carries_any_text()
    {
        const string text = "{\"a\": \"\\\\ é\u0001\"}\n";
        string literal = string.Concat(text.Select(letter => letter is '\\' or '"' ? $"\\{letter}" : letter is < ' ' or > '~' ? $"\\u{(int)letter:X4}" : $"{letter}"));
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Point { Label = "x" }, new Point { Label = "" }, new Point { Label = null! } });
        ITransformer model = ml.Transforms.Expression("Text", $"(p) => \"{literal}\"", "Label").Fit(data);

        IDataView loaded = Reloaded(model, data.Schema, out _).Transform(data);

        Assert.Equal([text, text, text], loaded.GetColumn<string>("Text"));
    }

    [Fact]
    public void A_custom_mapping_is_found_by_its_contract()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Point { X = 3 }, new Point { X = 1 } });
        ITransformer model = ml.Transforms.CustomMapping<Point, Repeated>(RepeatFactory.Repeat, "Packages.Tests.Repeat").Fit(data);

        IDataView loaded = Reloaded(model, data.Schema, out _).Transform(data);

        Assert.False(((VectorDataViewType)loaded.Schema["Values"].Type).IsKnownSize);
        Assert.Equal([[3, 3, 3], [1]], loaded.GetColumn<float[]>("Values"));
    }

    [Fact]
    public void Objects_of_a_custom_mapping_live_as_long_as_its_cursor()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Point { X = 3 }, new Point { X = 2 }, new Point { X = 3 } });
        IDataView mapped = ml.Transforms.CustomMapping<Point, Repeated>(RepeatFactory.Repeat, "Packages.Tests.Repeat").Fit(data).Transform(data);

        Assert.Equal([1, 2, 3], mapped.GetColumn<int>("Calls"));
        Assert.Equal([1, 2, 3], mapped.GetColumn<int>("Calls"));
    }

    [Fact]
    public void A_custom_mapping_without_a_contract_can_not_be_saved()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 3));
        ITransformer model = ml.Transforms.CustomMapping<Point, Repeated>(RepeatFactory.Repeat, null).Fit(data);

        var fault = Assert.Throws<InvalidOperationException>(() => ml.Model.Save(model, data.Schema, new MemoryStream()));

        Assert.Equal("Empty contract name for a transform: the transform cannot be saved", fault.Message);
    }

    [Fact]
    public void A_contract_that_no_class_bears_is_refused()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(rows: 3));
        ITransformer model = ml.Transforms.CustomMapping<Point, Repeated>(RepeatFactory.Repeat, "Packages.Tests.Nobody").Fit(data);

        var fault = Assert.ThrowsAny<Exception>(() => Reloaded(model, data.Schema, out _));

        Assert.Contains("Unable to locate an extension for the contract 'Packages.Tests.Nobody'.", fault.GetBaseException().Message);
    }

    [Fact]
    public void A_transformer_of_ones_own_may_save_itself_as_a_chain()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Point { X = 2 } });
        ITransformer own = new Alias(ml.Transforms.CopyColumns("First", "X").Append(ml.Transforms.CopyColumns("Second", "First")).Fit(data));
        ITransformer model = own.Append(ml.Transforms.CopyColumns("Third", "Second").Fit(own.Transform(data)));

        IDataView loaded = Reloaded(model, data.Schema, out _).Transform(data);

        Assert.Equal([2f], loaded.GetColumn<float>("Third"));
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused()
    {
        var fault = Assert.Throws<FormatException>(() => ml.Model.Load(new MemoryStream(new byte[100]), out _));

        Assert.Equal("Failed to open a zip archive", fault.Message);
    }

    [Fact]
    public void An_archive_without_a_model_is_refused()
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntry("readme.txt");
        stream.Position = 0;

        Assert.ThrowsAny<Exception>(() => ml.Model.Load(stream, out _));
    }

    private ITransformer Reloaded(ITransformer model, DataViewSchema inputSchema, out DataViewSchema loadedSchema)
    {
        var stream = new MemoryStream();
        ml.Model.Save(model, inputSchema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out loadedSchema);
    }

    [CustomMappingFactoryAttribute("Packages.Tests.Repeat")]
    private sealed class RepeatFactory : CustomMappingFactory<Point, Repeated>
    {
        public override Action<Point, Repeated> GetMapping() => Repeat;

        public static void Repeat(Point point, Repeated repeated)
        {
            VBuffer<float> values = repeated.Values;
            VBufferEditor<float> editor = VBufferEditor.Create(ref values, (int)point.X);
            editor.Values.Fill(point.X);
            repeated.Values = editor.Commit();
            repeated.Calls++;
        }
    }

    private sealed class Repeated
    {
        public VBuffer<float> Values { get; set; }

        public int Calls { get; set; }
    }

    private sealed class Scored
    {
        public VBuffer<float> Score { get; set; }
    }

    private sealed class Wide
    {
        public string Name { get; set; } = "one";

        [VectorType(2, 3)]
        public byte[] Pixels { get; set; } = new byte[6];

        [KeyType(7)]
        public uint Key { get; set; }

        public DateTime At { get; set; }
    }

    private sealed class Alias(ITransformer chain) : ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => chain.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => chain.Transform(input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => chain.GetRowToRowMapper(inputSchema);

        public void Save(ModelSaveContext ctx) => chain.Save(ctx);
    }
}

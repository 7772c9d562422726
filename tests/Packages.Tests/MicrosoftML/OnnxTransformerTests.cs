using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace Packages.Tests.MicrosoftML;

public class OnnxTransformerTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "MicrosoftML");

    private readonly MLContext ml = new();

    [Fact]
    public void A_graph_gives_its_outputs_as_columns_for_each_row()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Three { X = [1, 2, 3] }, new Three { X = [-1, 0, 5] } });

        using OnnxTransformer graph = Graph("doubled_and_total").Fit(data);
        IDataView scored = graph.Transform(data);

        Assert.Equal("Vector<Single, 1, 3>", scored.Schema["doubled"].Type.ToString());
        Assert.Equal("Vector<Single, 1, 1>", scored.Schema["total"].Type.ToString());
        Assert.Equal([[2, 4, 6], [-2, 0, 10]], scored.GetColumn<float[]>("doubled"));
        Assert.Equal([[6], [4]], scored.GetColumn<float[]>("total"));
    }

    [Fact]
    public void An_open_dimension_takes_what_each_row_has()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Open { X = [1, 2, 3, 4, 5, 6] }, new Open { X = [7, 8, 9] } });

        using OnnxTransformer graph = Graph("doubled_and_total", ("x", [0, 3]), ("doubled", [0, 3]), ("total", [0, 1])).Fit(data);
        IDataView scored = graph.Transform(data);

        Assert.False(((VectorDataViewType)scored.Schema["total"].Type).IsKnownSize);
        Assert.Equal([[6, 15], [24]], scored.GetColumn<float[]>("total"));
    }

    [Fact]
    public void A_shape_gives_a_column_of_open_size_a_known_one()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Pixels { Values = [1, 2, 3, 4, 5, 6] } });

        using OnnxTransformer graph = Graph("same", ("pixels", [0, 3]), ("copy", [2, 3])).Fit(data);
        IDataView scored = graph.Transform(data);

        Assert.Equal("Vector<Byte, 2, 3>", scored.Schema["copy"].Type.ToString());
        Assert.Equal([[1, 2, 3, 4, 5, 6]], scored.GetColumn<byte[]>("copy"));
    }

    [Fact]
    public void Items_of_another_type_are_refused()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Whole() });

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Graph("doubled_and_total").Fit(data));

        Assert.StartsWith("Schema mismatch for input column 'x': expected Single, got ", fault.Message);
    }

    [Fact]
    public void A_shape_that_the_graph_does_not_have_is_refused()
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Graph("doubled_and_total", ("x", [1, 4])));

        Assert.StartsWith("The specified shape 1,4 is not compatible with the shape -1,3 loaded from the ONNX model file.", fault.Message);
    }

    [Fact]
    public void A_saved_model_holds_the_graph_and_needs_the_file_no_more()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        File.Copy(Path.Combine(Fixtures, "same.onnx"), file);
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Pixels { Values = [9, 8, 7] } });
        var stream = new MemoryStream();
        using (OnnxTransformer graph = ml.Transforms.ApplyOnnxModel(Options(file, ("pixels", [0, 3]), ("copy", [1, 3]))).Fit(data))
            ml.Model.Save(graph, data.Schema, stream);
        File.Delete(file);
        stream.Position = 0;
        string temporary = Directory.CreateTempSubdirectory().FullName;

        ITransformer loaded = new MLContext { TempFilePath = temporary }.Model.Load(stream, out _);

        IDataView scored = loaded.Transform(data);
        Assert.Equal("Vector<Byte, 1, 3>", scored.Schema["copy"].Type.ToString());
        Assert.Equal([[9, 8, 7]], scored.GetColumn<byte[]>("copy"));
        var again = new MemoryStream();
        ml.Model.Save(loaded, data.Schema, again);
        Assert.InRange(again.Length, stream.Length - 100, stream.Length + 100);
        (loaded as IDisposable)?.Dispose();
        Assert.Empty(Directory.GetFiles(temporary));
        Directory.Delete(temporary);
    }

    [Fact]
    public void Saving_reads_the_file_again()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        File.Copy(Path.Combine(Fixtures, "same.onnx"), file);
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Pixels { Values = [9, 8, 7] } });
        using OnnxTransformer graph = ml.Transforms.ApplyOnnxModel(Options(file, ("pixels", [0, 3]))).Fit(data);
        File.Delete(file);

        Assert.Throws<FileNotFoundException>(() => ml.Model.Save(graph, data.Schema, new MemoryStream()));
    }

    [Fact]
    public void Every_fit_gives_the_one_transformer_that_owns_the_session()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Three { X = [1, 2, 3] } });
        OnnxScoringEstimator estimator = Graph("doubled_and_total");

        OnnxTransformer first = estimator.Fit(data);

        Assert.Same(first, estimator.Fit(data));
        first.Dispose();
    }

    private OnnxScoringEstimator Graph(string name, params (string Name, int[] Shape)[] shapes) =>
        ml.Transforms.ApplyOnnxModel(Options(Path.Combine(Fixtures, $"{name}.onnx"), shapes));

    private static OnnxOptions Options(string file, params (string Name, int[] Shape)[] shapes) =>
        new() { ModelFile = file, ShapeDictionary = shapes.ToDictionary(shape => shape.Name, shape => shape.Shape) };

    private sealed class Three
    {
        [VectorType(3), ColumnName("x")]
        public float[] X { get; set; } = [];
    }

    private sealed class Open
    {
        [ColumnName("x")]
        public float[] X { get; set; } = [];
    }

    private sealed class Whole
    {
        [VectorType(3), ColumnName("x")]
        public int[] X { get; set; } = [1, 2, 3];
    }

    private sealed class Pixels
    {
        [ColumnName("pixels")]
        public byte[] Values { get; set; } = [];
    }
}

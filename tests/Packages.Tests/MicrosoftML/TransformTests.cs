using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Packages.Tests.MicrosoftML;

public class TransformTests
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void Nothing_is_mapped_before_a_getter_is_called()
    {
        int mapped = 0;
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(4));
        IDataView view = ml.Transforms.CustomMapping<Point, Features>((_, _) => mapped++, null).Fit(data).Transform(data);

        Assert.Equal(4, view.GetColumn<float>("X").Count());
        Assert.Equal(0, mapped);
        Assert.Equal(4, view.GetRowCount());
    }

    [Fact]
    public void A_mapping_with_a_renamed_output_of_known_size_tells_its_shape()
    {
        var definition = SchemaDefinition.Create(typeof(Bytes));
        definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 4, 2, 2, 3);
        definition[0].ColumnName = "Clip";
        CustomMappingEstimator<Nothing, Bytes> estimator = ml.Transforms.CustomMapping<Nothing, Bytes>((_, _) => { }, null, null, definition);
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(1));

        SchemaShape shape = ml.Transforms.CopyColumns("Z", "X").GetOutputSchema(estimator.GetOutputSchema(ShapeOf(data)));

        SchemaShape.Column clip = shape.Single(column => column.Name == "Clip");
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, clip.Kind);
        Assert.Equal(NumberDataViewType.Byte, clip.ItemType);
        Assert.Contains(shape, column => column.Name == "Z");
        Assert.Equal("Vector<Byte, 4, 2, 2, 3>", estimator.Fit(data).Transform(data).Schema["Clip"].Type.ToString());
    }

    [Fact]
    public void A_mapping_refuses_an_input_of_another_type()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Wrong() });

        var pipeline = ml.Transforms.CustomMapping<OnlyX, Features>((_, _) => { }, null).Append(ml.Transforms.CopyColumns("Z", "X"));

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Fit(data));

        Assert.Contains("Schema mismatch for input column 'X': expected Single, got String", fault.Message);
    }

    [Fact]
    public void A_mapping_on_its_own_binds_members_to_columns_when_it_is_fitted()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Wrong() });

        var wrong = Assert.Throws<InvalidOperationException>(() => ml.Transforms.CustomMapping<OnlyX, Features>((_, _) => { }, null).Fit(data));
        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => ml.Transforms.CustomMapping<Point, Features>((_, _) => { }, null).Fit(ml.Data.LoadFromEnumerable(new[] { new OnlyX() })));

        Assert.Contains("Can't bind the IDataView column 'X' of type 'String'", wrong.Message);
        Assert.Contains("Could not find  column 'Y'", missing.Message);
        Assert.Equal("Schema", missing.ParamName);
    }

    [Fact]
    public void Keys_are_numbered_by_occurrence_and_name_their_values()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { "b", "a", "", "b", "c" }.Select(label => new Point { Label = label }).ToList());

        IDataView keyed = ml.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(data).Transform(data);

        Assert.Equal([1u, 2u, 0u, 1u, 3u], keyed.GetColumn<uint>("Key"));
        VBuffer<ReadOnlyMemory<char>> values = default;
        keyed.Schema["Key"].GetKeyValues(ref values);
        Assert.Equal(["b", "a", "c"], values.DenseValues().Select(value => value.ToString()));
        Assert.True(keyed.Schema["Key"].HasKeyValues(TextDataViewType.Instance));
        IDataView back = ml.Transforms.Conversion.MapKeyToValue("Back", "Key").Fit(keyed).Transform(keyed);
        Assert.Equal(["b", "a", "", "b", "c"], back.GetColumn<string>("Back"));
    }

    [Fact]
    public void Keys_are_numbered_by_value_when_asked()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { "b", "a", "c" }.Select(label => new Point { Label = label }).ToList());

        IDataView keyed = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data).Transform(data);

        Assert.Equal([2u, 1u, 3u], keyed.GetColumn<uint>("Label"));
    }

    [Fact]
    public void A_value_that_was_not_learned_is_missing()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Point { Label = "a" } });
        IDataView other = ml.Data.LoadFromEnumerable(new[] { new Point { Label = "z" } });

        Assert.Equal([0u], ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(other).GetColumn<uint>("Label"));
    }

    [Fact]
    public void Concatenation_joins_numbers_and_vectors_and_names_the_slots()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Point { X = 1, Y = 2 } });
        IDataView joined = ml.Transforms.Concatenate("XY", "X", "Y").Append(ml.Transforms.Concatenate("All", "Y", "XY")).Fit(data).Transform(data);

        Assert.Equal(new float[] { 2, 1, 2 }, joined.GetColumn<float[]>("All").Single());
        VBuffer<ReadOnlyMemory<char>> names = default;
        joined.Schema["All"].GetSlotNames(ref names);
        Assert.Equal(["Y", "XY.X", "XY.Y"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Columns_are_dropped_and_selected()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(2));

        Assert.Equal(["X", "Label"], ml.Transforms.DropColumns("Y").Fit(data).Transform(data).Schema.Select(column => column.Name));
        IDataView selected = ml.Transforms.SelectColumns("Label", "X").Fit(data).Transform(data);
        Assert.Equal(["Label", "X"], selected.Schema.Select(column => column.Name));
        Assert.Equal(data.GetColumn<float>("X"), selected.GetColumn<float>("X"));
    }

    [Fact]
    public void Normalizers_learn_from_the_data_that_they_are_fitted_to()
    {
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Point { X = 2, Y = -4 }, new Point { X = 4, Y = 2 } });
        IDataView vectors = ml.Transforms.Concatenate("V", "X", "Y").Fit(data).Transform(data);
        var rows = (IEstimator<ITransformer> normalizer) => normalizer.Fit(vectors).Transform(vectors).GetColumn<float[]>("V").ToArray();

        Assert.Equal([[.5f, -1], [1, .5f]], rows(ml.Transforms.NormalizeMinMax("V")));
        Assert.Equal([[0, 0], [1, 1]], rows(ml.Transforms.NormalizeMinMax("V", fixZero: false)));
        Assert.Equal([[-1, -1], [1, 1]], rows(ml.Transforms.NormalizeMeanVariance("V", fixZero: false)));
        // without centring the mean of squares becomes 1: 2 and 4 have root mean square 10^.5
        float[][] scaled = rows(ml.Transforms.NormalizeMeanVariance("V"));
        Assert.Equal(2 / MathF.Sqrt(10), scaled[0][0], 1e-5f);
        Assert.Equal(-4 / MathF.Sqrt(10), scaled[0][1], 1e-5f);
        Assert.True(ml.Transforms.NormalizeMinMax("V").Fit(vectors).Transform(vectors).Schema["V"].IsNormalized());
    }

    [Fact]
    public void A_chains_mapper_asks_only_for_the_columns_that_its_outputs_need()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(2));
        ITransformer chain = ml.Transforms.CopyColumns("A", "X").Append(ml.Transforms.Concatenate("B", "A", "X")).Append(ml.Transforms.CopyColumns("C", "Y")).Fit(data);

        IRowToRowMapper mapper = chain.GetRowToRowMapper(data.Schema);

        Assert.Equal(["X"], mapper.GetDependencies([mapper.OutputSchema["B"]]).Select(column => column.Name));
        Assert.Equal(["Label", "Y"], mapper.GetDependencies([mapper.OutputSchema["C"], mapper.OutputSchema["Label"]]).Select(column => column.Name).Order());
    }

    [Fact]
    public void Cursor_sets_over_a_mapping_give_every_row_once()
    {
        IDataView data = ml.Data.LoadFromEnumerable(Points.Clusters(40));
        IDataView view = ml.Transforms.CustomMapping<Point, Features>((point, features) => features.Values = [point.X, 0, 0], null).Fit(data).Transform(data);
        DataViewSchema.Column column = view.Schema["Values"];
        var seen = new List<float>();

        foreach (DataViewRowCursor cursor in view.GetRowCursorSet([column], 3))
        {
            using (cursor)
            {
                ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
                VBuffer<float> value = default;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    seen.Add(value.GetItemOrDefault(0));
                }
            }
        }

        Assert.Equal(data.GetColumn<float>("X").Order(), seen.Order());
    }

    // the shape of a schema is the package's own business; an empty chain's answer is a way to it
    private SchemaShape ShapeOf(IDataView data)
    {
        SchemaShape? seen = null;
        new ShapeProbe(shape => seen = shape).Append(ml.Transforms.CopyColumns("Probe", "X")).Fit(data);
        return seen!;
    }

    private sealed class ShapeProbe(Action<SchemaShape> seen) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => new MLContext().Transforms.CopyColumns("Seen", "X").Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            seen(inputSchema);
            return inputSchema;
        }
    }

    private sealed class Nothing;

    private sealed class Bytes
    {
        public VBuffer<byte> Value { get; set; }
    }

    private sealed class OnlyX
    {
        public float X { get; set; }
    }

    private sealed class Wrong
    {
        public string X { get; set; } = "";
    }
}

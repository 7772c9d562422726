using Microsoft.ML;
using Microsoft.ML.Data;

namespace Packages.Tests.MicrosoftML;

public class SchemaTests
{
    [Fact]
    public void Annotations_keep_what_was_put_in()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Count", NumberDataViewType.Int32, 5);
        annotations.Add("Names", new VectorDataViewType(TextDataViewType.Instance, 2),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(2, ["a".AsMemory(), "b".AsMemory()]));
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("C", NumberDataViewType.Single, annotations.ToAnnotations());

        DataViewSchema.Column column = builder.ToSchema()["C"];

        int count = 0;
        column.Annotations.GetValue("Count", ref count);
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue("Names", ref names);
        Assert.Equal(5, count);
        Assert.Equal(["a", "b"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Types_are_equal_by_what_they_describe()
    {
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Byte, 2, 3), new VectorDataViewType(NumberDataViewType.Byte, 2, 3));
        Assert.NotEqual(new VectorDataViewType(NumberDataViewType.Byte, 2, 3), new VectorDataViewType(NumberDataViewType.Byte, 6));
        Assert.Equal(new KeyDataViewType(typeof(uint), 4), new KeyDataViewType(typeof(uint), 4));
        Assert.NotEqual(new KeyDataViewType(typeof(uint), 4), new KeyDataViewType(typeof(uint), 5));
        Assert.Equal(6, new VectorDataViewType(NumberDataViewType.Byte, 2, 3).Size);
        Assert.False(new VectorDataViewType(NumberDataViewType.Byte).IsKnownSize);
    }

    [Fact]
    public void A_definition_finds_a_column_by_the_name_that_it_has()
    {
        var definition = SchemaDefinition.Create(typeof(Point));

        definition["X"].ColumnName = "Left";

        Assert.Null(definition["X"]);
        Assert.Equal("X", definition["Left"].MemberName);
    }

    [Fact]
    public void An_annotation_of_a_definition_reaches_the_schema()
    {
        var definition = SchemaDefinition.Create(typeof(Features));
        definition["Values"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, ["a".AsMemory(), "b".AsMemory(), "c".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 3));

        IDataView data = new MLContext().Data.LoadFromEnumerable(new List<Features>(), definition);

        Assert.True(data.Schema["Values"].HasSlotNames());
    }
}

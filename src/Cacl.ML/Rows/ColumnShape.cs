using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Adds columns to a <see cref="SchemaShape"/>.</summary>
/// <remarks>
/// ML.NET keeps the constructor of a shape's column to itself. Its custom mapping, asked what shape it would give, makes such
/// columns: the mapping itself never runs.
/// </remarks>
internal static class ColumnShape
{
    public static SchemaShape Add(MLContext context, SchemaShape shape, string name, DataViewType type) => type switch
    {
        VectorDataViewType vector when vector.ItemType == NumberDataViewType.Byte => Add<ByteVector>(context, shape, name, type),
        VectorDataViewType vector when vector.ItemType == NumberDataViewType.Single => Add<SingleVector>(context, shape, name, type),
        VectorDataViewType vector when vector.ItemType == NumberDataViewType.Int32 => Add<Int32Vector>(context, shape, name, type),
        TextDataViewType => Add<TextValue>(context, shape, name, type),
        NumberDataViewType number when number == NumberDataViewType.UInt32 => Add<UInt32Value>(context, shape, name, type),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of this library's columns."),
    };

    private static SchemaShape Add<T>(MLContext context, SchemaShape shape, string name, DataViewType type) where T : class, new()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(T));
        definition[0].ColumnType = type;
        definition[0].ColumnName = name;
        return context.Transforms.CustomMapping<NoInput, T>(static (_, _) => { }, contractName: null, outputSchemaDefinition: definition).GetOutputSchema(shape);
    }

    private sealed class NoInput
    {
    }

    private sealed class ByteVector
    {
        public VBuffer<byte> Value { get; set; }
    }

    private sealed class SingleVector
    {
        public VBuffer<float> Value { get; set; }
    }

    private sealed class Int32Vector
    {
        public VBuffer<int> Value { get; set; }
    }

    private sealed class TextValue
    {
        public ReadOnlyMemory<char> Value { get; set; }
    }

    private sealed class UInt32Value
    {
        public uint Value { get; set; }
    }
}

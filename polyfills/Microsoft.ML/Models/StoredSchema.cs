using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Columns and annotations in a model file.</summary>
internal static class StoredSchema
{
    /// <remarks>As in the package, a column of a type that is not ML.NET's own is left out.</remarks>
    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        DataViewSchema.Column[] columns = schema.Where(column => StoredValues.CanWrite(column.Type)).ToArray();
        writer.Write(columns.Length);
        foreach (DataViewSchema.Column column in columns)
        {
            writer.Write(column.Name);
            StoredValues.Write(writer, column.Type);
            Write(writer, column.Annotations);
        }
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        for (int left = reader.ReadInt32(); left > 0; left--) builder.AddColumn(reader.ReadString(), StoredValues.ReadType(reader), ReadAnnotations(reader));
        return builder.ToSchema();
    }

    public static void Write(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        DataViewSchema.Column[] kinds = annotations.Schema.Where(kind => StoredValues.CanWrite(kind.Type)).ToArray();
        writer.Write(kinds.Length);
        foreach (DataViewSchema.Column kind in kinds)
        {
            writer.Write(kind.Name);
            StoredValues.Write(writer, kind.Type);
            (string method, Type type) = kind.Type is VectorDataViewType vector ? (nameof(WriteVector), vector.ItemType.RawType) : (nameof(WriteScalar), kind.Type.RawType);
            GenericCall.Static<object>(typeof(StoredSchema), method, [type], writer, annotations, kind);
        }
    }

    public static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            string kind = reader.ReadString();
            DataViewType type = StoredValues.ReadType(reader);
            (string method, Type item) = type is VectorDataViewType vector ? (nameof(ReadVector), vector.ItemType.RawType) : (nameof(ReadScalar), type.RawType);
            builder.Add(kind, type, GenericCall.Static<Delegate>(typeof(StoredSchema), method, [item], reader));
        }
        return builder.ToAnnotations();
    }

    private static object WriteVector<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column kind)
    {
        VBuffer<T> value = default;
        annotations.GetGetter<VBuffer<T>>(kind)(ref value);
        StoredValues.Write<T>(writer, value.DenseValues().ToArray());
        return null;
    }

    private static object WriteScalar<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column kind)
    {
        T value = default;
        annotations.GetGetter<T>(kind)(ref value);
        StoredValues.Write<T>(writer, [value]);
        return null;
    }

    private static Delegate ReadVector<T>(BinaryReader reader)
    {
        T[] kept = StoredValues.Read<T>(reader);
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> value) => VBuffer<T>.Copy(kept, 0, ref value, kept.Length);
        return getter;
    }

    private static Delegate ReadScalar<T>(BinaryReader reader)
    {
        T kept = StoredValues.Read<T>(reader)[0];
        ValueGetter<T> getter = (ref T value) => value = kept;
        return getter;
    }
}

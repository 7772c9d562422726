using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Column types and their values in a model file.</summary>
internal static class StoredValues
{
    private static readonly PrimitiveDataViewType[] Primitives =
    [
        BooleanDataViewType.Instance, TextDataViewType.Instance, DateTimeDataViewType.Instance, TimeSpanDataViewType.Instance, RowIdDataViewType.Instance,
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
    ];

    private enum Kind : byte
    {
        Primitive,
        Key,
        Vector,
    }

    public static bool CanWrite(DataViewType type) => type switch
    {
        VectorDataViewType vector => CanWrite(vector.ItemType),
        KeyDataViewType => true,
        _ => Array.IndexOf(Primitives, type) >= 0,
    };

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                writer.Write((byte)Kind.Vector);
                writer.Write(vector.Dimensions.Length);
                foreach (int dimension in vector.Dimensions) writer.Write(dimension);
                Write(writer, vector.ItemType);
                break;
            case KeyDataViewType key:
                writer.Write((byte)Kind.Key);
                writer.Write(key.Count);
                Write(writer, Primitives.First(primitive => primitive.RawType == key.RawType));
                break;
            default:
                writer.Write((byte)Kind.Primitive);
                writer.Write((byte)Array.IndexOf(Primitives, type));
                break;
        }
    }

    public static DataViewType ReadType(BinaryReader reader)
    {
        switch ((Kind)reader.ReadByte())
        {
            case Kind.Vector:
                int[] dimensions = new int[reader.ReadInt32()];
                for (int i = 0; i < dimensions.Length; i++) dimensions[i] = reader.ReadInt32();
                return new VectorDataViewType((PrimitiveDataViewType)ReadType(reader), dimensions);
            case Kind.Key:
                ulong count = reader.ReadUInt64();
                return new KeyDataViewType(ReadType(reader).RawType, count);
            default:
                return Primitives[reader.ReadByte()];
        }
    }

    public static void Write<T>(BinaryWriter writer, ReadOnlySpan<T> values)
    {
        writer.Write(values.Length);
        foreach (T value in values) WriteItem(writer, value);
    }

    public static T[] Read<T>(BinaryReader reader)
    {
        T[] values = new T[reader.ReadInt32()];
        for (int i = 0; i < values.Length; i++) values[i] = ReadItem<T>(reader);
        return values;
    }

    private static void WriteItem<T>(BinaryWriter writer, T value)
    {
        switch (value)
        {
            case bool item: writer.Write(item); break;
            case ReadOnlyMemory<char> item: writer.Write(item.ToString()); break;
            case DateTime item: writer.Write(item.ToBinary()); break;
            case TimeSpan item: writer.Write(item.Ticks); break;
            case sbyte item: writer.Write(item); break;
            case byte item: writer.Write(item); break;
            case short item: writer.Write(item); break;
            case ushort item: writer.Write(item); break;
            case int item: writer.Write(item); break;
            case uint item: writer.Write(item); break;
            case long item: writer.Write(item); break;
            case ulong item: writer.Write(item); break;
            case float item: writer.Write(item); break;
            case double item: writer.Write(item); break;
            case string item: writer.Write(item); break;
            default: throw Unserved.Member($"Saving a value of type {typeof(T)}");
        }
    }

    private static T ReadItem<T>(BinaryReader reader)
    {
        object value =
            typeof(T) == typeof(bool) ? reader.ReadBoolean()
            : typeof(T) == typeof(ReadOnlyMemory<char>) ? reader.ReadString().AsMemory()
            : typeof(T) == typeof(DateTime) ? DateTime.FromBinary(reader.ReadInt64())
            : typeof(T) == typeof(TimeSpan) ? new TimeSpan(reader.ReadInt64())
            : typeof(T) == typeof(sbyte) ? reader.ReadSByte()
            : typeof(T) == typeof(byte) ? reader.ReadByte()
            : typeof(T) == typeof(short) ? reader.ReadInt16()
            : typeof(T) == typeof(ushort) ? reader.ReadUInt16()
            : typeof(T) == typeof(int) ? reader.ReadInt32()
            : typeof(T) == typeof(uint) ? reader.ReadUInt32()
            : typeof(T) == typeof(long) ? reader.ReadInt64()
            : typeof(T) == typeof(ulong) ? reader.ReadUInt64()
            : typeof(T) == typeof(float) ? reader.ReadSingle()
            : typeof(T) == typeof(double) ? reader.ReadDouble()
            : typeof(T) == typeof(string) ? reader.ReadString()
            : throw Unserved.Member($"Loading a value of type {typeof(T)}");
        return (T)value;
    }
}

using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>What a member of a user's type is as a column.</summary>
internal static class MemberColumn
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> Primitives = new PrimitiveDataViewType[]
    {
        BooleanDataViewType.Instance, TextDataViewType.Instance, DateTimeDataViewType.Instance, TimeSpanDataViewType.Instance, RowIdDataViewType.Instance,
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
    }.ToDictionary(type => type.RawType);

    public static DataViewType TypeOf(MemberInfo member)
    {
        Type type = MemberType(member);
        Type item = ItemType(type) ?? type;
        if (!Primitives.TryGetValue(item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item, out PrimitiveDataViewType primitive))
            throw new ArgumentOutOfRangeException(nameof(member), $"Could not determine an IDataView type for member {member.Name} of type {type}.");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            if (!KeyDataViewType.IsValidDataType(item))
                throw new ArgumentOutOfRangeException(nameof(member), $"Member {member.Name} marked with {nameof(KeyTypeAttribute)}, but does not appear to be a valid kind of data for a key type.");
            primitive = new KeyDataViewType(item, key.Count ?? MostKeys(item));
        }
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (ItemType(type) is not null)
            return vector?.Dimensions is { Length: > 0 } dimensions ? new VectorDataViewType(primitive, dimensions) : new VectorDataViewType(primitive);
        if (vector is not null)
            throw new ArgumentOutOfRangeException(nameof(member), $"Member {member.Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type.");
        return primitive;
    }

    public static Type MemberType(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The raw type of the getter that serves a member of a type.</summary>
    public static Type RawType(Type type)
    {
        if (type == typeof(string)) return typeof(ReadOnlyMemory<char>);
        return ItemType(type) is { } item ? typeof(VBuffer<>).MakeGenericType(item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item) : type;
    }

    public static Delegate ConstantGetter<T>(T value, DataViewType type)
    {
        object raw = value switch
        {
            string text => text.AsMemory(),
            string[] texts => new VBuffer<ReadOnlyMemory<char>>(texts.Length, Array.ConvertAll(texts, text => text.AsMemory())),
            Array items => GenericCall.Static<object>(typeof(MemberColumn), nameof(Buffer), [items.GetType().GetElementType()], items),
            _ => value,
        };
        if (raw?.GetType() != type.RawType)
            throw new ArgumentException($"A value of type {typeof(T)} can't be an annotation of type {type}.", nameof(value));
        return GenericCall.Static<Delegate>(typeof(MemberColumn), nameof(Constant), [type.RawType], raw);
    }

    internal static Type ItemType(Type type) =>
        type.IsArray && type.GetArrayRank() == 1 ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>) ? type.GetGenericArguments()[0]
        : null;

    private static ulong MostKeys(Type type) =>
        type == typeof(byte) ? byte.MaxValue : type == typeof(ushort) ? ushort.MaxValue : type == typeof(uint) ? int.MaxValue : ulong.MaxValue;

    private static object Buffer<T>(T[] items) => new VBuffer<T>(items.Length, items);

    private static Delegate Constant<T>(T kept)
    {
        ValueGetter<T> getter = (ref T value) => value = kept;
        return getter;
    }
}

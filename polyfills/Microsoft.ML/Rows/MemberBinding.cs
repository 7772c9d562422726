using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Moves one member of a row object into a column, and back.</summary>
internal abstract class MemberBinding<TRow>(SchemaDefinition.Column definition)
{
    public string ColumnName { get; } = definition.ColumnName;

    public DataViewType Type { get; } = definition.ColumnType;

    public DataViewSchema.Annotations Annotations { get; } = definition.Annotations;

    public string MemberName { get; } = definition.MemberName;

    public abstract Type MemberType { get; }

    /// <summary>A getter over whatever row object is the current one.</summary>
    public abstract Delegate Getter(Func<TRow> current);

    /// <summary>Fills the member of a row object from the row's column.</summary>
    public abstract Action<TRow> Setter(DataViewRow row, DataViewSchema.Column column);

    public static IReadOnlyList<MemberBinding<TRow>> All(SchemaDefinition definition, SchemaDefinition.Direction direction) =>
        (definition ?? SchemaDefinition.Create(typeof(TRow), direction)).Select(Of).ToArray();

    private static MemberBinding<TRow> Of(SchemaDefinition.Column column)
    {
        MemberInfo member = typeof(TRow).GetMember(column.MemberName, BindingFlags.Public | BindingFlags.Instance).FirstOrDefault()
            ?? throw new ArgumentOutOfRangeException(nameof(column), $"No field or property with name '{column.MemberName}' found in type '{typeof(TRow).FullName}'");
        Type type = MemberColumn.MemberType(member);
        column.ColumnType ??= MemberColumn.TypeOf(member);
        if (column.ColumnType.RawType != MemberColumn.RawType(type))
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.ColumnName}' has type '{column.ColumnType}', which member '{member.Name}' of type '{type}' can't hold.");

        (Type binding, Type[] types) =
            type == typeof(string) ? (typeof(TextBinding<>), new[] { typeof(TRow) })
            : type == typeof(string[]) ? (typeof(TextArrayBinding<>), [typeof(TRow)])
            : type.IsArray ? (typeof(ArrayBinding<,>), [typeof(TRow), type.GetElementType()])
            : MemberColumn.ItemType(type) is { } item ? (typeof(BufferBinding<,>), [typeof(TRow), item])
            : column.ColumnType is KeyDataViewType ? (typeof(KeyBinding<,>), [typeof(TRow), type])
            : (typeof(DirectBinding<,>), [typeof(TRow), type]);
        return (MemberBinding<TRow>)Activator.CreateInstance(binding.MakeGenericType(types), column, member);
    }
}

/// <summary>A binding that knows its member's type, and so how to read and write it without boxing.</summary>
internal abstract class MemberBinding<TRow, TMember> : MemberBinding<TRow>
{
    protected MemberBinding(SchemaDefinition.Column definition, MemberInfo member)
        : base(definition)
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow)), value = Expression.Parameter(typeof(TMember));
        MemberExpression access = Expression.MakeMemberAccess(row, member);
        if (member is FieldInfo or PropertyInfo { GetMethod.IsPublic: true })
            Read = Expression.Lambda<Func<TRow, TMember>>(access, row).Compile();
        if (member is FieldInfo { IsInitOnly: false } or PropertyInfo { SetMethod.IsPublic: true })
            Write = Expression.Lambda<Action<TRow, TMember>>(Expression.Assign(access, value), row, value).Compile();
    }

    public override Type MemberType => typeof(TMember);

    protected Func<TRow, TMember> Read { get; }

    protected Action<TRow, TMember> Write { get; }
}

internal class DirectBinding<TRow, T>(SchemaDefinition.Column definition, MemberInfo member) : MemberBinding<TRow, T>(definition, member)
{
    public override Delegate Getter(Func<TRow> current)
    {
        ValueGetter<T> getter = (ref T value) => value = Read(current());
        return getter;
    }

    public override Action<TRow> Setter(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return target =>
        {
            T value = default;
            getter(ref value);
            Write(target, value);
        };
    }
}

/// <remarks>A key member counts from 0, its column from 1, and what is no key is missing there. The way back is raw: the column's number.</remarks>
internal sealed class KeyBinding<TRow, T>(SchemaDefinition.Column definition, MemberInfo member) : DirectBinding<TRow, T>(definition, member)
    where T : IBinaryInteger<T>
{
    public override Delegate Getter(Func<TRow> current)
    {
        ulong count = ((KeyDataViewType)Type).Count;
        ValueGetter<T> getter = (ref T value) =>
        {
            T key = Read(current());
            value = ulong.CreateTruncating(key) < count ? key + T.One : T.Zero;
        };
        return getter;
    }
}

internal sealed class TextBinding<TRow>(SchemaDefinition.Column definition, MemberInfo member) : MemberBinding<TRow, string>(definition, member)
{
    public override Delegate Getter(Func<TRow> current)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = (ref ReadOnlyMemory<char> value) => value = Read(current()).AsMemory();
        return getter;
    }

    public override Action<TRow> Setter(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        return target =>
        {
            ReadOnlyMemory<char> value = default;
            getter(ref value);
            Write(target, value.ToString());
        };
    }
}

internal sealed class ArrayBinding<TRow, T>(SchemaDefinition.Column definition, MemberInfo member) : MemberBinding<TRow, T[]>(definition, member)
{
    public override Delegate Getter(Func<TRow> current)
    {
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> value) =>
        {
            T[] items = Read(current()) ?? [];
            VBuffer<T>.Copy(items, 0, ref value, items.Length);
        };
        return getter;
    }

    public override Action<TRow> Setter(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return target =>
        {
            getter(ref buffer);
            T[] items = Read?.Invoke(target);
            if (items?.Length != buffer.Length) items = new T[buffer.Length];
            buffer.CopyTo(items);
            Write(target, items);
        };
    }
}

internal sealed class TextArrayBinding<TRow>(SchemaDefinition.Column definition, MemberInfo member) : MemberBinding<TRow, string[]>(definition, member)
{
    public override Delegate Getter(Func<TRow> current)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            string[] items = Read(current()) ?? [];
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, items.Length);
            for (int i = 0; i < items.Length; i++) editor.Values[i] = items[i].AsMemory();
            value = editor.Commit();
        };
        return getter;
    }

    public override Action<TRow> Setter(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> buffer = default;
        return target =>
        {
            getter(ref buffer);
            Write(target, buffer.DenseValues().Select(item => item.ToString()).ToArray());
        };
    }
}

internal sealed class BufferBinding<TRow, T>(SchemaDefinition.Column definition, MemberInfo member) : MemberBinding<TRow, VBuffer<T>>(definition, member)
{
    public override Delegate Getter(Func<TRow> current)
    {
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> value) => Read(current()).CopyTo(ref value);
        return getter;
    }

    public override Action<TRow> Setter(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        return target =>
        {
            // the row object's own buffer is refilled, as a cursor refills its caller's
            VBuffer<T> value = Read is null ? default : Read(target);
            getter(ref value);
            Write(target, value);
        };
    }
}

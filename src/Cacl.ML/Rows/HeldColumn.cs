using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>A column whose values are kept while the cursor that they come from moves on.</summary>
internal abstract class HeldColumn
{
    /// <summary>Whether values of a type stay what they are when the cursor moves on: those of ML.NET's own types do.</summary>
    public static bool CanHold(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;

    public static HeldColumn Of(DataViewRow row, DataViewSchema.Column column)
    {
        Type kind = column.Type is VectorDataViewType vector
            ? typeof(Vectors<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(Values<>).MakeGenericType(column.Type.RawType);
        return (HeldColumn)Activator.CreateInstance(kind, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, binder: null, [row, column], culture: null)!;
    }

    /// <summary>The current row's value, to be kept.</summary>
    /// <param name="bytes">Grows by what a vector takes; other values are small.</param>
    public abstract object Take(ref long bytes);

    /// <summary>A getter of values that were taken.</summary>
    /// <param name="taken">Gives one of them.</param>
    public abstract Delegate Getter(Func<object> taken);

    private sealed class Values<T>(DataViewRow row, DataViewSchema.Column column) : HeldColumn
    {
        private readonly ValueGetter<T> get = row.GetGetter<T>(column);

        public override object Take(ref long bytes)
        {
            var value = new StrongBox<T>();
            get(ref value.Value!);
            return value;
        }

        public override Delegate Getter(Func<object> taken) => (ValueGetter<T>)((ref T value) => value = ((StrongBox<T>)taken()).Value!);
    }

    private sealed class Vectors<T>(DataViewRow row, DataViewSchema.Column column) : HeldColumn
    {
        private readonly ValueGetter<VBuffer<T>> get = row.GetGetter<VBuffer<T>>(column);

        public override object Take(ref long bytes)
        {
            var value = new StrongBox<VBuffer<T>>();
            get(ref value.Value);
            bytes += (long)value.Value.GetValues().Length * Unsafe.SizeOf<T>();
            return value;
        }

        // A copy, because whoever asks may change what it gets.
        public override Delegate Getter(Func<object> taken) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => ((StrongBox<VBuffer<T>>)taken()).Value.CopyTo(ref value));
    }
}

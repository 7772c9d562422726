using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Numeric columns read as doubles.</summary>
internal static class Numbers
{
    public static Func<double> Of(DataViewRow row, DataViewSchema.Column column) =>
        GenericCall.Static<Func<double>>(typeof(Numbers), nameof(Typed), [column.Type.RawType], row, column);

    private static Func<double> Typed<T>(DataViewRow row, DataViewSchema.Column column)
        where T : INumber<T>
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);
            return double.CreateChecked(value);
        };
    }
}

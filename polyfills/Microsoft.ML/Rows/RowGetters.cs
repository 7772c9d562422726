namespace Microsoft.ML.Data;

/// <summary>Getters of columns whose type is known at run time only.</summary>
internal static class RowGetters
{
    public static Delegate Of(DataViewRow row, DataViewSchema.Column column) =>
        GenericCall.Static<Delegate>(typeof(RowGetters), nameof(OfRow), [column.Type.RawType], row, column);

    public static Delegate Of(DataViewSchema.Annotations annotations, DataViewSchema.Column column) =>
        GenericCall.Static<Delegate>(typeof(RowGetters), nameof(OfAnnotations), [column.Type.RawType], annotations, column);

    /// <summary>Casts a kept getter to what a caller asks for, or says which type the column has.</summary>
    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{column.Type.RawType}' of column '{column.Name}'.");

    private static Delegate OfRow<TValue>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<TValue>(column);

    private static Delegate OfAnnotations<TValue>(DataViewSchema.Annotations annotations, DataViewSchema.Column column) => annotations.GetGetter<TValue>(column);
}

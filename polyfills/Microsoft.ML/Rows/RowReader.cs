using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads a data view's rows into objects of a user's type.</summary>
internal sealed class RowReader<TRow>
    where TRow : class
{
    private readonly List<(MemberBinding<TRow> Binding, DataViewSchema.Column Column)> bound = [];

    public RowReader(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        foreach (MemberBinding<TRow> binding in MemberBinding<TRow>.All(definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(binding.ColumnName) is not { } column)
            {
                if (ignoreMissingColumns) continue;
                // the package names no role either, hence the two spaces in its message
                throw SchemaFault.Missing("Schema", "", binding.ColumnName);
            }
            if (!Fits(column.Type, binding.Type))
                throw new InvalidOperationException(
                    $"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' to field or property '{binding.MemberName}' of type '{binding.MemberType.FullName}'.");
            bound.Add((binding, column));
        }
    }

    public IEnumerable<DataViewSchema.Column> Columns => bound.Select(pair => pair.Column);

    /// <summary>An action that fills an object from the row's current values.</summary>
    public Action<TRow> Over(DataViewRow row)
    {
        Action<TRow>[] setters = bound.Select(pair => pair.Binding.Setter(row, pair.Column)).ToArray();
        return target =>
        {
            foreach (Action<TRow> setter in setters) setter(target);
        };
    }

    // a member holds raw values, so a key column fits a number of its size; a vector fits by its items
    private static bool Fits(DataViewType found, DataViewType wanted) =>
        found.RawType == wanted.RawType && (found is VectorDataViewType) == (wanted is VectorDataViewType);
}

using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class CustomMappingCatalog
{
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(this TransformsCatalog catalog, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new() => new(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);

    public static IDataView FilterByCustomPredicate<TSrc>(this DataOperationsCatalog catalog, IDataView input, Func<TSrc, bool> filterPredicate)
        where TSrc : class, new()
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(filterPredicate);
        var reader = new RowReader<TSrc>(input.Schema, ignoreMissingColumns: false, definition: null);
        return new FilteredView(input, [.. reader.Columns], Choose, () => null, shuffles: true);

        // the package's predicate says which rows go
        Func<FilteredView.Verdict> Choose(DataViewRow row)
        {
            var example = new TSrc();
            Action<TSrc> fill = reader.Over(row);
            return () =>
            {
                fill(example);
                return filterPredicate(example) ? FilteredView.Verdict.Skip : FilteredView.Verdict.Keep;
            };
        }
    }
}

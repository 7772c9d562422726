using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class DataOperationsCatalog
{
    private readonly MLContext context;

    internal DataOperationsCatalog(MLContext context) => this.context = context;

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        return new EnumerableView<TRow>(data, schemaDefinition);
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        var definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (SchemaDefinition.Column column in definition)
        {
            if (schema.GetColumnOrNull(column.ColumnName) is not { } wanted) continue;
            column.ColumnType = wanted.Type;
            column.AddAnnotations(wanted.Annotations);
        }
        return new EnumerableView<TRow>(data, definition);
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        // faults show here and not when the first row is asked for
        var reader = new RowReader<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition);
        return Rows();

        IEnumerable<TRow> Rows()
        {
            using DataViewRowCursor cursor = data.GetRowCursor(reader.Columns);
            Action<TRow> fill = reader.Over(cursor);
            TRow row = null;
            while (cursor.MoveNext())
            {
                if (row is null || !reuseRowObject) row = new TRow();
                fill(row);
                yield return row;
            }
        }
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new CachedView(input, columnsToPrefetch ?? []);
    }

    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new FilteredView(input, [], row => () => row.Position < count ? FilteredView.Verdict.Keep : FilteredView.Verdict.End,
            () => input.GetRowCount() is { } rows ? Math.Min(rows, count) : null, shuffles: false);
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new FilteredView(input, [], row => () => row.Position < count ? FilteredView.Verdict.Skip : FilteredView.Verdict.Keep,
            () => input.GetRowCount() is { } rows ? Math.Max(0, rows - count) : null, shuffles: false);
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shufflePoolSize);
        if (!shuffleSource) throw Unserved.Member("ShuffleRows(shuffleSource: false)");
        return new ShuffledView(input.CanShuffle ? input : new CachedView(input, []), seed ?? context.Seed ?? Random.Shared.Next());
    }

    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = SchemaFault.Find(input.Schema, "filter", columnName, nameof(columnName));
        if (!(lowerBound < upperBound)) throw new ArgumentOutOfRangeException(nameof(upperBound), "The lower bound must be below the upper bound.");
        if (column.Type is not NumberDataViewType) throw SchemaFault.Mismatch(nameof(columnName), "filter", columnName, "Single or Double", column.Type.ToString());
        return new FilteredView(input, [column], row =>
        {
            Func<double> value = Numbers.Of(row, column);
            return () => value() is var x && x >= lowerBound && x < upperBound ? FilteredView.Verdict.Keep : FilteredView.Verdict.Skip;
        }, () => null, shuffles: true);
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(testFraction > 0 && testFraction < 1)) throw new ArgumentOutOfRangeException(nameof(testFraction), "Must be between 0 and 1 exclusive");
        var split = new RandomSplit(data, samplingKeyColumnName, seed ?? context.Seed);
        return new TrainTestData(split.Outside(0, testFraction), split.Inside(0, testFraction));
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (numberOfFolds < 2) throw new ArgumentOutOfRangeException(nameof(numberOfFolds), "Must be more than 1");
        var split = new RandomSplit(data, samplingKeyColumnName, seed ?? context.Seed);
        return Enumerable.Range(0, numberOfFolds).Select(fold =>
        {
            double from = (double)fold / numberOfFolds, to = fold == numberOfFolds - 1 ? double.PositiveInfinity : (fold + 1.0) / numberOfFolds;
            return new TrainTestData(split.Outside(from, to), split.Inside(from, to));
        }).ToArray();
    }

    public readonly struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}

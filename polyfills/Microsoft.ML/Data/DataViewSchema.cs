using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] columns;
    private readonly Dictionary<string, int> byName = [];

    private DataViewSchema(IReadOnlyList<DetachedColumn> source)
    {
        // the last column of a name hides the earlier ones
        for (int i = 0; i < source.Count; i++) byName[source[i].Name] = i;
        columns = source.Select((column, i) => new Column(column.Name, i, byName[column.Name] != i, column.Type, column.Annotations)).ToArray();
    }

    public int Count => columns.Length;

    public Column this[int columnIndex] => (uint)columnIndex < (uint)columns.Length
        ? columns[columnIndex]
        : throw new ArgumentOutOfRangeException(nameof(columnIndex));

    public Column this[string name] => GetColumnOrNull(name ?? throw new ArgumentNullException(nameof(name)))
        ?? throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");

    public Column? GetColumnOrNull(string name) => byName.TryGetValue(name, out int index) ? columns[index] : null;

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Count} columns" + (Count > 0 ? ": " + string.Join(", ", columns) : "");

    public readonly struct Column
    {
        internal Column(string name, int index, bool isHidden, DataViewType type, Annotations annotations)
        {
            Name = name;
            Index = index;
            IsHidden = isHidden;
            Type = type;
            Annotations = annotations ?? Annotations.Empty;
        }

        public string Name { get; }

        public int Index { get; }

        public bool IsHidden { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }

        public override string ToString() => $"{Name}: {Type}" + (Annotations.Schema.Count > 0 ? $" {{{Annotations}}}" : "") + (IsHidden ? " (hidden)" : "");
    }

    public struct DetachedColumn
    {
        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            Name = name;
            Type = type ?? throw new ArgumentNullException(nameof(type));
            Annotations = annotations ?? Annotations.Empty;
        }

        public DetachedColumn(Column column)
            : this(column.Name, column.Type, column.Annotations)
        {
        }

        public string Name { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }
    }

    public sealed class Builder
    {
        private readonly List<DetachedColumn> items = [];

        public Builder()
        {
        }

        public void AddColumn(string name, DataViewType type, Annotations annotations = null) => items.Add(new DetachedColumn(name, type, annotations));

        public void AddColumns(IEnumerable<Column> source)
        {
            foreach (Column column in source) items.Add(new DetachedColumn(column));
        }

        public void AddColumns(IEnumerable<DetachedColumn> source)
        {
            foreach (DetachedColumn column in source) items.Add(column);
        }

        public DataViewSchema ToSchema() => new(items);
    }

    public sealed class Annotations
    {
        private readonly Delegate[] getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            this.getters = getters;
        }

        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        public DataViewSchema Schema { get; }

        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if (column.Index >= getters.Length) throw new ArgumentException($"There is no annotation at index {column.Index}.", nameof(column));
            return getters[column.Index] as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Invalid TValue '{typeof(TValue)}' for annotation '{column.Name}' of type '{column.Type}'.");
        }

        public void GetValue<TValue>(string kind, ref TValue value)
        {
            Column column = Schema.GetColumnOrNull(kind) ?? throw new InvalidOperationException($"Invalid call to '{nameof(GetValue)}': there is no annotation '{kind}'.");
            GetGetter<TValue>(column)(ref value);
        }

        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));

        public sealed class Builder
        {
            private readonly List<(DetachedColumn Column, Delegate Getter)> items = [];

            public Builder()
            {
            }

            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                ArgumentNullException.ThrowIfNull(selector);
                if (annotations is null) return;
                foreach (Column column in annotations.Schema)
                    if (selector(column.Name)) items.Add((new DetachedColumn(column), annotations.getters[column.Index]));
            }

            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                ArgumentNullException.ThrowIfNull(getter);
                var column = new DetachedColumn(name, type, annotations);
                Type expected = typeof(ValueGetter<>).MakeGenericType(type.RawType);
                if (getter.GetType() != expected)
                    throw new ArgumentException($"The getter of annotation '{name}' is a {getter.GetType()}, its type {type} needs a {expected}.", nameof(getter));
                items.Add((column, getter));
            }

            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null) =>
                Add(name, type, (Delegate)getter, annotations);

            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null) =>
                Add(name, type, (ref TValue target) => target = value, annotations);

            public Annotations ToAnnotations()
            {
                var builder = new DataViewSchema.Builder();
                builder.AddColumns(items.Select(item => item.Column));
                return new Annotations(builder.ToSchema(), items.Select(item => item.Getter).ToArray());
            }
        }
    }
}

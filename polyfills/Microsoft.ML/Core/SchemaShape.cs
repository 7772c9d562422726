using System.Collections;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What estimators know of a schema before anything is fitted: names and kinds, no sizes.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape None = new([]);

    private readonly Column[] columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        this.columns = columns.ToArray();
    }

    public int Count => columns.Length;

    public Column this[int index] => columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema) => new(schema.Where(column => !column.IsHidden).Select(Create));

    internal static Column Create(DataViewSchema.Column column) => Create(column.Name, column.Type, Create(column.Annotations.Schema));

    internal static Column Create(string name, DataViewType type, SchemaShape annotations = null)
    {
        var vector = type as VectorDataViewType;
        DataViewType item = vector?.ItemType ?? type;
        return new Column(
            name,
            vector is null ? Column.VectorKind.Scalar : vector.IsKnownSize ? Column.VectorKind.Vector : Column.VectorKind.VariableVector,
            item is KeyDataViewType ? NumberOf(item.RawType) : item,
            item is KeyDataViewType,
            annotations);
    }

    internal Column Find(string role, string name, string parameter = "inputSchema") =>
        TryFind(name) ?? throw SchemaFault.Missing(parameter, role, name);

    internal Column? TryFind(string name) => columns.Where(column => column.Name == name).Select(column => (Column?)column).FirstOrDefault();

    /// <summary>This shape with columns added, or replaced where one of the name is there.</summary>
    internal SchemaShape With(params IEnumerable<Column> added)
    {
        var result = columns.ToDictionary(column => column.Name);
        foreach (Column column in added) result[column.Name] = column;
        return new SchemaShape(result.Values);
    }

    private static NumberDataViewType NumberOf(Type type) =>
        type == typeof(byte) ? NumberDataViewType.Byte : type == typeof(ushort) ? NumberDataViewType.UInt16 : type == typeof(uint) ? NumberDataViewType.UInt32 : NumberDataViewType.UInt64;

    public readonly struct Column
    {
        public readonly string Name;
        public readonly VectorKind Kind;
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? None;
        }

        internal string TypeString
        {
            get
            {
                string item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
                return Kind switch
                {
                    VectorKind.Vector => $"Vector<{item}>",
                    VectorKind.VariableVector => $"VarVector<{item}>",
                    _ => item,
                };
            }
        }

        internal Column Renamed(string name) => new(name, Kind, ItemType, IsKey, Annotations);

        public override string ToString() => $"{Name}: {TypeString}";

        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }
    }
}

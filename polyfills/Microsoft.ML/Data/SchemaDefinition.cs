using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>How the members of a user's type stand for columns: the attributes say it, and a program may change it.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    public Column this[string columnName]
    {
        get => Find(column => column.ColumnName == columnName);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0) this[index] = value;
            else Add(value);
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        foreach (MemberInfo member in userType.GetMembers(BindingFlags.Public | BindingFlags.Instance).Where(member => IsColumn(member, direction)))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (definition[name] is not null)
                throw new ArgumentOutOfRangeException(nameof(userType), $"Duplicate column name '{name}' detected. Use {nameof(ColumnNameAttribute)} to rename columns.");
            definition.Add(new Column(member.Name, name, MemberColumn.TypeOf(member)));
        }
        return definition;
    }

    private static bool IsColumn(MemberInfo member, Direction direction)
    {
        if (member.IsDefined(typeof(NoColumnAttribute))) return false;
        return member switch
        {
            FieldInfo field => !field.IsLiteral,
            PropertyInfo property => property.GetIndexParameters().Length == 0
                && (!direction.HasFlag(Direction.Read) || property.GetMethod is { IsPublic: true })
                && (!direction.HasFlag(Direction.Write) || property.SetMethod is { IsPublic: true }),
            _ => false,
        };
    }

    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    public sealed class Column
    {
        private readonly List<(string Kind, DataViewType Type, Delegate Getter)> annotations = [];

        internal Column(string memberName, string columnName, DataViewType columnType)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach ((string kind, DataViewType type, Delegate getter) in annotations) builder.Add(kind, type, getter);
                return builder.ToAnnotations();
            }
        }

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            ArgumentException.ThrowIfNullOrEmpty(kind);
            ArgumentNullException.ThrowIfNull(annotationType);
            if (annotations.Exists(annotation => annotation.Kind == kind))
                throw new ArgumentException($"Column '{ColumnName}' already contains an annotation of kind '{kind}'.", nameof(kind));
            annotations.Add((kind, annotationType, MemberColumn.ConstantGetter(value, annotationType)));
        }

        internal void AddAnnotations(DataViewSchema.Annotations source)
        {
            foreach (DataViewSchema.Column column in source.Schema)
            {
                annotations.RemoveAll(annotation => annotation.Kind == column.Name);
                annotations.Add((column.Name, column.Type, RowGetters.Of(source, column)));
            }
        }
    }
}

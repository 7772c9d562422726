namespace Microsoft.ML.Data;

/// <summary>One object as a row: what a prediction engine feeds to its model.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] getters;
    private long position = -1;
    private TRow current;

    public ObjectRow(SchemaDefinition definition)
    {
        IReadOnlyList<MemberBinding<TRow>> bindings = MemberBinding<TRow>.All(definition, SchemaDefinition.Direction.Read);
        Schema = SchemaOf(bindings);
        getters = bindings.Select(binding => binding.Getter(() => current ?? throw new InvalidOperationException("There is no current example."))).ToArray();
    }

    public override DataViewSchema Schema { get; }

    public override long Position => position;

    public override long Batch => 0;

    public TRow Current
    {
        set
        {
            current = value;
            position++;
        }
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < getters.Length;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.As<TValue>(getters[column.Index], column);

    internal static DataViewSchema SchemaOf(IEnumerable<MemberBinding<TRow>> bindings)
    {
        var builder = new DataViewSchema.Builder();
        foreach (MemberBinding<TRow> binding in bindings) builder.AddColumn(binding.ColumnName, binding.Type, binding.Annotations);
        return builder.ToSchema();
    }
}

using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.ModelLoader("ConcatTransform", typeof(Microsoft.ML.Data.ColumnConcatenatingTransformer))]

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    private readonly string output;
    private readonly string[] inputs;

    internal ColumnConcatenatingTransformer(string output, string[] inputs)
    {
        this.output = output;
        this.inputs = inputs;
    }

    private protected override RowMapper Bind(DataViewSchema schema)
    {
        DataViewSchema.Column[] sources = inputs.Select(name => SchemaFault.Find(schema, "input", name)).ToArray();
        PrimitiveDataViewType item = Item(sources[0].Type);
        foreach (DataViewSchema.Column source in sources)
            if (!Item(source.Type).Equals(item)) throw SchemaFault.Mismatch("inputSchema", "input", source.Name, item.ToString(), source.Type.ToString());
        int[] sizes = sources.Select(source => source.Type is VectorDataViewType vector ? vector.Size : 1).ToArray();
        var type = new VectorDataViewType(item, sizes.Contains(0) ? 0 : sizes.Sum());
        return new ColumnMapper(new ColumnMapper.Output(new(output, type, Names(sources, sizes)), sources,
            row => GenericCall.Static<Delegate>(typeof(ColumnConcatenatingTransformer), nameof(Getter), [item.RawType], row, sources)));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin("ConcatTransform", GetType());
        ctx.Writer.Write(output);
        StoredValues.Write<string>(ctx.Writer, inputs);
    }

    internal static ColumnConcatenatingTransformer Load(MLContext context, ModelLoadContext ctx) => new(ctx.Reader.ReadString(), StoredValues.Read<string>(ctx.Reader));

    private static PrimitiveDataViewType Item(DataViewType type) => type is VectorDataViewType vector
        ? vector.ItemType
        : type as PrimitiveDataViewType ?? throw new ArgumentOutOfRangeException(nameof(type), $"Columns of type {type} can't be concatenated.");

    // a scalar gives its slot the column's name, a vector with slot names "column.slot"
    private static DataViewSchema.Annotations Names(DataViewSchema.Column[] sources, int[] sizes)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (!sizes.Contains(0) && sources.Any(source => source.Type is not VectorDataViewType || source.HasSlotNames()))
        {
            var names = new List<ReadOnlyMemory<char>>();
            for (int i = 0; i < sources.Length; i++)
            {
                VBuffer<ReadOnlyMemory<char>> slots = default;
                if (sources[i].HasSlotNames()) sources[i].GetSlotNames(ref slots);
                if (sources[i].Type is not VectorDataViewType) names.Add(sources[i].Name.AsMemory());
                else for (int slot = 0; slot < sizes[i]; slot++) names.Add(slots.Length == 0 ? default : $"{sources[i].Name}.{slots.GetItemOrDefault(slot)}".AsMemory());
            }
            ReadOnlyMemory<char>[] all = [.. names];
            annotations.Add(SchemaAnnotationsExtensions.SlotNames, new VectorDataViewType(TextDataViewType.Instance, all.Length),
                (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(all, 0, ref value, all.Length));
        }
        if (sources.All(source => source.IsNormalized()))
            annotations.AddPrimitiveValue(SchemaAnnotationsExtensions.Normalized, BooleanDataViewType.Instance, true);
        return annotations.ToAnnotations();
    }

    private static ValueGetter<VBuffer<T>> Getter<T>(DataViewRow row, DataViewSchema.Column[] sources)
    {
        var parts = new VBuffer<T>[sources.Length];
        Action[] fill = sources.Select((source, i) =>
        {
            if (source.Type is VectorDataViewType)
            {
                ValueGetter<VBuffer<T>> vector = row.GetGetter<VBuffer<T>>(source);
                return new Action(() => vector(ref parts[i]));
            }
            ValueGetter<T> scalar = row.GetGetter<T>(source);
            T[] one = new T[1];
            parts[i] = new VBuffer<T>(1, one);
            return () => scalar(ref one[0]);
        }).ToArray();
        return (ref VBuffer<T> value) =>
        {
            foreach (Action action in fill) action();
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, parts.Sum(part => part.Length));
            int at = 0;
            foreach (VBuffer<T> part in parts)
            {
                part.CopyTo(editor.Values, at);
                at += part.Length;
            }
            value = editor.Commit();
        };
    }
}
